/** The mathematics of preprocessing on plain arrays: moments, quantiles, power transforms. */
package org.fivesigma.preprocessing.maths;
