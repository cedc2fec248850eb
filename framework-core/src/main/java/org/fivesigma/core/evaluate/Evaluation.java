package org.fivesigma.core.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything measured.
 *
 * @param values by key {@code <part>/<metric>[/<detail>]}, in order of part, metric, detail
 * @param cuts by metric id, of the metrics that have one
 * @param cut the cut that goes into the bundle: of {@code evaluate.cut}, else of the first metric
 *     that has one; empty when no metric has one
 * @param curves by {@code <part>/<metric>}: columns by name, all of one length
 * @param warnings lines the user must see, each beginning with its key
 */
public record Evaluation(
    Map<String, MetricValue> values,
    Map<String, ChosenCut> cuts,
    Optional<ChosenCut> cut,
    Map<String, Map<String, double[]>> curves,
    List<String> warnings) {}
