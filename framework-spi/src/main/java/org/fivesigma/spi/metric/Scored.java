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
 * @param physicsWeights physics weights per event, whatever the metric's own are
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
    double[] physicsWeights,
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

  /** The score of an event that cuts act on: the probability of signal. */
  public double signalScore(int event) {
    return binary() ? scores[event] : scores[event * classes.size() + signalClass];
  }

  /** The class with the largest score, the first of several; binary: signal from 0.5 on. */
  public int predicted(int event) {
    if (binary()) {
      return scores[event] >= 0.5 ? signalClass : 1 - signalClass;
    }
    int k = classes.size();
    int best = 0;
    for (int c = 1; c < k; c++) {
      if (scores[event * k + c] > scores[event * k + best]) {
        best = c;
      }
    }
    return best;
  }

  /**
   * Whether some cut accepts the event: always when binary, else when signal has the largest score.
   */
  public boolean selectable(int event) {
    return binary() || predicted(event) == signalClass;
  }

  /** Whether a cut accepts the event: {@link #selectable} and score ≥ cut. */
  public boolean accepts(int event, double cut) {
    return signalScore(event) >= cut && selectable(event);
  }

  /** The same events with other weights of the metric. */
  public Scored withWeights(double[] other) {
    return new Scored(
        part,
        classes,
        signalClass,
        labels,
        scores,
        other,
        physicsWeights,
        process,
        processes,
        reference);
  }
}
