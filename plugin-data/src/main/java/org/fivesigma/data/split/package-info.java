/** Splits: how events are divided into train, valid, test and other parts. */
package org.fivesigma.data.split;
