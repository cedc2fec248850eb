package org.fivesigma.metrics.significance;

import java.util.Map;
import java.util.Optional;
import org.fivesigma.metrics.ScoreOrder;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Sum;

/**
 * The highest score of the part at which enough is accepted: {@code efficiency} of the weighted
 * signal, or {@code background_events}, unweighted. Whole groups of equal scores are accepted.
 */
public final class CountingCut implements CutRule {
  private final boolean signal;
  private final double wanted;

  private CountingCut(boolean signal, double wanted) {
    this.signal = signal;
    this.wanted = wanted;
  }

  /** The highest score with at least this weighted signal efficiency. */
  public static CountingCut efficiency(double efficiency) {
    return new CountingCut(true, efficiency);
  }

  /** The score of the n-th background event, from the highest score. */
  public static CountingCut backgroundEvents(int n) {
    return new CountingCut(false, n);
  }

  @Override
  public Metric.CutChoice choose(CutScan scan, Metric.CutContext context) {
    Scored part = scan.part();
    double target = signal ? wanted * totalSignal(part) : wanted;
    double[] scores = new double[part.rows()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = part.signalScore(i);
    }
    ScoreOrder order = ScoreOrder.of(scores);
    Sum accepted = new Sum();
    int place = 0;
    for (int g = 0; g < order.groups(); g++) {
      for (; place < order.end(g); place++) {
        int event = order.event(place);
        boolean isSignal = part.labels()[event] == part.signalClass();
        if (isSignal == signal && part.selectable(event)) {
          accepted.add(signal ? part.weights()[event] : 1);
        }
      }
      if (accepted.value() >= target && target > 0) {
        return new Metric.CutChoice(Optional.of(order.score(g)), Optional.empty(), Map.of());
      }
    }
    return new Metric.CutChoice(
        Optional.empty(),
        Optional.of("part '" + part.part() + "' has no cut with " + what()),
        Map.of());
  }

  private static double totalSignal(Scored part) {
    Sum total = new Sum();
    for (int i = 0; i < part.rows(); i++) {
      if (part.labels()[i] == part.signalClass()) {
        total.add(part.weights()[i]);
      }
    }
    return total.value() * (1 - 1e-12); // an efficiency of 1 is reached in spite of rounding
  }

  private String what() {
    return signal
        ? "a signal efficiency of " + wanted
        : (long) wanted + " background events above it";
  }
}
