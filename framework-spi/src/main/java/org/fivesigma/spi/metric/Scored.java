package org.fivesigma.spi.metric;

import java.util.List;
import java.util.Optional;

/**
 * A part of the data with its scores.
 *
 * @param part its name
 * @param classes class names; binary: {@code background, signal}
 * @param signalClass index of the signal class
 * @param labels class index per event
 * @param scores row-major {@code rows × outputs}; binary has one output, the probability of signal
 * @param weights the metric's own weights per event ({@link Metric#weighting})
 * @param process process index per event
 * @param processes names of processes
 * @param reference the train part with its scores, for metrics that compare (ks); weights of the
 *     same kind
 */
public record Scored(
    String part,
    List<String> classes,
    int signalClass,
    int[] labels,
    double[] scores,
    double[] weights,
    int[] process,
    List<String> processes,
    Optional<Scored> reference) {
  /** Number of events. */
  public int rows() {
    return labels.length;
  }

  /** Whether there are two classes, with one score per event. */
  public boolean binary() {
    return classes.size() == 2;
  }

  /** Scores per event. */
  public int outputs() {
    return binary() ? 1 : classes.size();
  }

  /** The same events with other weights. */
  public Scored withWeights(double[] other) {
    return new Scored(
        part, classes, signalClass, labels, scores, other, process, processes, reference);
  }
}
