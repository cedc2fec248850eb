/** Runs: one training, a matrix, repeats, a study; what they share and how they are resumed. */
package org.fivesigma.core.run;
