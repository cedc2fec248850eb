package org.fivesigma.spi.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.metric.Scored;

/**
 * A run as a reporter sees it.
 *
 * @param folder the run folder: {@code resolved.yaml}, {@code lock.json}, {@code history.csv},
 *     {@code metrics.json} ({@code {"test/auc": {"value", "std_error", "low", "high", "n",
 *     "reason"}}}), {@code facts.json} (what models tell: importance, members; warnings; cuts),
 *     {@code status.json}, and the runs inside it under {@code runs/}
 * @param name of the experiment
 * @param parts scored parts of a run of one model, train, valid, test, others; with physics
 *     weights; empty for a study, matrix or repeat, which is an overview of the runs inside
 * @param spectators spectator columns by part and name
 * @param curves curves behind the metrics by {@code part/metric}, each columns by name
 * @param plots {@code [default]}, {@code [none]} or ids
 */
public record ReportedRun(
    Path folder,
    String name,
    List<Scored> parts,
    Map<String, Map<String, Column>> spectators,
    Map<String, Map<String, double[]>> curves,
    List<String> plots) {}
