/** Metrics that read scores as probabilities. */
package org.fivesigma.metrics.probability;
