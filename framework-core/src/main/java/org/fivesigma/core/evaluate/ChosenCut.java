package org.fivesigma.core.evaluate;

import java.util.Optional;

/**
 * The cut of a metric.
 *
 * @param metric its id
 * @param cut events with score ≥ cut are accepted; absent where there is none
 * @param reason why there is none
 * @param accepted share of the valid part's events that are accepted, unweighted; NaN without cut
 *     or valid part
 */
public record ChosenCut(
    String metric, Optional<Double> cut, Optional<String> reason, double accepted) {}
