/** Samplers and pruners of studies. */
package org.fivesigma.search;
