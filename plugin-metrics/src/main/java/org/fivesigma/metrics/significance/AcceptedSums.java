package org.fivesigma.metrics.significance;

import java.util.Optional;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Sum;

/** Which events of a part a fixed cut accepts, to sum any weights over them. Thread-safe. */
final class AcceptedSums {
  private static final byte REJECTED_SIGNAL = 0;
  private static final byte REJECTED_BACKGROUND = 1;
  private static final byte SIGNAL = 2;

  private final Significance significance;
  private final byte[] fate;
  private final int[] process;

  AcceptedSums(Scored part, Significance significance, double cut) {
    this.significance = significance;
    this.process = part.process();
    this.fate = new byte[part.rows()];
    for (int i = 0; i < fate.length; i++) {
      boolean signal = part.labels()[i] == part.signalClass();
      fate[i] = (byte) ((part.accepts(i, cut) ? SIGNAL : 0) + (signal ? 0 : 1));
    }
  }

  /** What is accepted of events with these weights. */
  Accepted at(double[] weights, Optional<byte[]> counts) {
    Sum[] sums = {new Sum(), new Sum(), new Sum(), new Sum()};
    Sum squares = new Sum();
    double[] byProcess = new double[significance.processes().length];
    for (int i = 0; i < fate.length; i++) {
      double w = weights[i];
      if (w == 0) {
        continue;
      }
      byte f = fate[i];
      sums[f].add(w);
      if (f > SIGNAL) {
        squares.add(counts.isPresent() ? w * w / counts.get()[i] : w * w);
        if (significance.byProcess()) {
          byProcess[process[i]] += w;
        }
      }
    }
    double s = sums[SIGNAL].value();
    double b = sums[SIGNAL + 1].value();
    double sq = squares.value();
    Significance.Scale scale =
        significance.scale(
            s + sums[REJECTED_SIGNAL].value(), b + sums[REJECTED_BACKGROUND].value());
    return new Accepted(
        significance.value(s, b, sq, significance.systematic(byProcess), scale),
        s * scale.signal(),
        b * scale.background(),
        Significance.effective(b, sq));
  }

  /**
   * What a cut accepts.
   *
   * @param value the significance; NaN where not defined
   * @param signal as the formula sees it
   * @param background as the formula sees it
   * @param effective effective number of background events
   */
  record Accepted(double value, double signal, double background, double effective) {}
}
