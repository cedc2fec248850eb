/** Metrics of the classes that events are given, at 0.5, at the largest score, or at a cut. */
package org.fivesigma.metrics.decision;
