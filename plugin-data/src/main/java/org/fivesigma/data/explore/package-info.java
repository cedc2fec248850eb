/** Statistics of data before any model: histograms, separation, drift, what looks wrong. */
package org.fivesigma.data.explore;
