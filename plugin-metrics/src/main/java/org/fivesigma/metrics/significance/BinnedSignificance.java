package org.fivesigma.metrics.significance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.metrics.Curves;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * The significance of all bins of the signal score together, √ΣZ², Z the Asimov significance of a
 * bin with a background uncertainty of its own. Bins have equal width; from the highest score down,
 * neighbours are merged until a bin has enough effective background events, and what is left at the
 * low end goes into the last bin. Multiclass: of the events whose largest score is signal.
 */
public final class BinnedSignificance extends WeightedMetric {
  private final int bins;
  private final double minBackground;
  private final double relative;

  /**
   * @param bins before merging, between 0 and 1
   * @param minBackground effective background events of a merged bin
   * @param relative background uncertainty of each bin
   */
  public BinnedSignificance(
      int bins, double minBackground, double relative, Optional<Weighting> weighted) {
    super(Direction.MAXIMISE, weighted, Weighting.PHYSICS);
    this.bins = bins;
    this.minBackground = minBackground;
    this.relative = relative;
  }

  @Override
  public Direction direction(String detail) {
    return detail.isEmpty() ? direction() : Direction.NONE;
  }

  @Override
  protected List<String> details(Scored scored) {
    return List.of("", "bins");
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    int[] bin = new int[scored.rows()];
    for (int i = 0; i < bin.length; i++) {
      int at = (int) (scored.signalScore(i) * bins);
      bin[i] = scored.selectable(i) ? Math.max(0, Math.min(bins - 1, at)) : -1;
    }
    return new Binned(scored, bin);
  }

  /** A merged bin: raw bins from {@code first} up to, not including, {@code end}. */
  private record Bin(int first, int end, double s, double b) {}

  private final class Binned implements Prepared {
    private final Scored scored;
    private final int[] bin;

    Binned(Scored scored, int[] bin) {
      this.scored = scored;
      this.bin = bin;
    }

    @Override
    public List<String> details() {
      return BinnedSignificance.this.details(scored);
    }

    @Override
    public double[] values(double[] weights) {
      return values(merged(weights, Optional.empty()));
    }

    @Override
    public double[] replica(double[] weights, byte[] counts) {
      return values(merged(weights, Optional.of(counts)));
    }

    private double[] values(List<Bin> merged) {
      if (merged.isEmpty()) {
        return new double[] {Double.NaN, Double.NaN};
      }
      double sum = 0;
      for (Bin k : merged) {
        double z = significance(k);
        sum += z * Math.abs(z);
      }
      return new double[] {Math.copySign(Math.sqrt(Math.abs(sum)), sum), merged.size()};
    }

    /** From the highest score down. */
    private List<Bin> merged(double[] weights, Optional<byte[]> counts) {
      double[] s = new double[bins];
      double[] b = new double[bins];
      double[] squares = new double[bins];
      for (int i = 0; i < bin.length; i++) {
        double w = weights[i];
        if (bin[i] < 0 || w == 0) {
          continue;
        }
        if (scored.labels()[i] == scored.signalClass()) {
          s[bin[i]] += w;
        } else {
          b[bin[i]] += w;
          squares[bin[i]] += counts.isPresent() ? w * w / counts.get()[i] : w * w;
        }
      }
      List<Bin> merged = new ArrayList<>();
      int end = bins;
      double sumS = 0;
      double sumB = 0;
      double square = 0;
      for (int k = bins - 1; k >= 0; k--) {
        sumS += s[k];
        sumB += b[k];
        square += squares[k];
        if (sumB > 0 && Significance.effective(sumB, square) >= minBackground) {
          merged.add(new Bin(k, end, sumS, sumB));
          end = k;
          sumS = 0;
          sumB = 0;
          square = 0;
        }
      }
      if (end > 0 && !merged.isEmpty()) {
        Bin last = merged.remove(merged.size() - 1);
        merged.add(new Bin(0, last.end, last.s + sumS, last.b + sumB));
      }
      return merged;
    }

    private double significance(Bin k) {
      Formula asimov = new Formula.Asimov();
      double sigma = relative * k.b;
      return asimov.defined(k.s, k.b) ? asimov.value(k.s, k.b, sigma * sigma) : Double.NaN;
    }

    @Override
    public boolean hasError(String detail) {
      return detail.isEmpty();
    }

    @Override
    public Optional<String> reason(String detail) {
      return Optional.of(
          "no bin of part '"
              + scored.part()
              + "' has "
              + minBackground
              + " effective background events and a defined value");
    }

    @Override
    public Map<String, double[]> curve() {
      Curves.Builder rows = new Curves.Builder(List.of("low", "high", "s", "b", "value"));
      List<Bin> merged = merged(scored.weights(), Optional.empty());
      for (int i = merged.size() - 1; i >= 0; i--) {
        Bin k = merged.get(i);
        rows.add(k.first / (double) bins, k.end / (double) bins, k.s, k.b, significance(k));
      }
      return rows.columns();
    }
  }
}
