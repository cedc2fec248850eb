package org.fivesigma.spi.transform;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Momentum;

/**
 * The training part as a step sees it: after the steps before it.
 *
 * @param columns the step's columns
 * @param weights training weights, one per row; used only by steps that were asked to
 * @param labels class index, one per row
 * @param momenta the declared four-momenta whose columns are all still there
 * @param seeds the step's own streams
 * @param threads how many threads to use at most
 * @param notes one line for the user (a column without spread, an indicator that was not needed)
 */
public record FitData(
    Columns columns,
    double[] weights,
    int[] labels,
    List<Momentum> momenta,
    Optional<Integer> signalClass,
    Seeds seeds,
    int threads,
    Consumer<String> notes) {}
