/** Samplers and pruners. */
package org.fivesigma.search;
