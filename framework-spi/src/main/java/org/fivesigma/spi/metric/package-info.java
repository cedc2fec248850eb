/** Metrics, cuts and what they are computed from. */
package org.fivesigma.spi.metric;
