/** Metrics of the order that scores put events in. */
package org.fivesigma.metrics.ranking;
