package org.fivesigma.core.evaluate;

import java.util.Map;

/**
 * What one model says of the common events.
 *
 * @param name of the run
 * @param scores row-major {@code rows × outputs}, in the order of the common events
 * @param cuts the cut of each metric that has one, by metric id, as chosen in the run
 */
public record ComparedScores(String name, double[] scores, Map<String, Double> cuts) {}
