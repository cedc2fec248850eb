/** Metrics, their cuts and uncertainties: the extension of kinds {@code metric} and {@code cut}. */
package org.fivesigma.metrics;
