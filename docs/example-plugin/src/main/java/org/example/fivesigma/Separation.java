package org.example.fivesigma;

import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * ½ Σ (s − b)² / (s + b) over the bins of the score, s and b being the normalised contents of
 * signal and background: 0 when both have the same shape, 1 when they do not overlap.
 */
final class Separation implements Metric {
  private final SeparationOptions options;

  Separation(SeparationOptions options) {
    this.options = options;
  }

  @Override
  public Direction direction() {
    return Direction.MAXIMISE;
  }

  @Override
  public Weighting weighting() {
    return Weighting.PHYSICS;
  }

  @Override
  public Optional<String> refuses(int classes) {
    return classes == 2 ? Optional.empty() : Optional.of("separation compares two classes");
  }

  @Override
  public Prepared prepare(Scored scored, Optional<Double> cut) {
    int[] bin = new int[scored.rows()];
    for (int i = 0; i < bin.length; i++) {
      int place = (int) Math.floor(scored.scores()[i] * options.bins());
      bin[i] = Math.max(0, Math.min(options.bins() - 1, place));
    }
    return new Histograms(bin, scored.labels(), scored.signalClass(), options.bins());
  }

  /** A part with the bin of every event. */
  private record Histograms(int[] bin, int[] labels, int signalClass, int bins)
      implements Prepared {
    @Override
    public List<String> details() {
      return List.of("");
    }

    @Override
    public double[] values(double[] weights) {
      double[] signal = new double[bins];
      double[] background = new double[bins];
      double signalSum = 0;
      double backgroundSum = 0;
      for (int i = 0; i < bin.length; i++) {
        if (labels[i] == signalClass) {
          signal[bin[i]] += weights[i];
          signalSum += weights[i];
        } else {
          background[bin[i]] += weights[i];
          backgroundSum += weights[i];
        }
      }
      if (!(signalSum > 0 && backgroundSum > 0)) {
        return new double[] {Double.NaN};
      }
      double sum = 0;
      for (int k = 0; k < bins; k++) {
        double s = signal[k] / signalSum;
        double b = background[k] / backgroundSum;
        sum += s + b > 0 ? (s - b) * (s - b) / (s + b) : 0;
      }
      return new double[] {sum / 2};
    }

    @Override
    public Optional<String> reason(String detail) {
      return Optional.of("a class has no weight");
    }
  }
}
