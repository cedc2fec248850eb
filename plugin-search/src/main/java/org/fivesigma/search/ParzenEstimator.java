package org.fivesigma.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Trial;

/**
 * A density over settings: a mixture of one kernel for each trial and one wide kernel for what is
 * not known yet. A kernel is a product over parameters: a normal distribution cut at the ends of
 * the range (its mass in a cell for discrete numbers), or a distribution over categories that
 * prefers the trial's. A parameter that a trial did not have is uniform there.
 */
final class ParzenEstimator {
  private static final double PRIOR_WEIGHT = 1.0;
  private static final int RAMP_FROM = 25;
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

  private final List<Parameter> space;
  private final Encoding[] encodings;
  private final double[][] centre;
  private final int[][] category;
  private final double[] weights;
  private final double width;
  private final int kernels;

  ParzenEstimator(List<Parameter> space, List<Trial> trials) {
    this.space = space;
    int d = space.size();
    kernels = trials.size();
    encodings = new Encoding[d];
    centre = new double[kernels][d];
    category = new int[kernels][d];
    for (int j = 0; j < d; j++) {
      encodings[j] = new Encoding(space.get(j).domain());
      for (int k = 0; k < kernels; k++) {
        Object value = trials.get(k).params().get(space.get(j).path());
        centre[k][j] =
            value == null || encodings[j].categorical() ? Double.NaN : encodings[j].unit(value);
        category[k][j] =
            value == null || !encodings[j].categorical() ? -1 : (int) encodings[j].index(value);
      }
    }
    double scott = 0.2 * Math.pow(Math.max(1, kernels), -1.0 / (d + 4));
    width = Math.max(scott, 1.0 / Math.min(100, 1 + kernels + 1));
    weights = weights(kernels);
  }

  /**
   * The newest trials count fully, older ones less and less; the last weight is the wide kernel's.
   */
  private static double[] weights(int n) {
    double[] w = new double[n + 1];
    double sum = PRIOR_WEIGHT;
    for (int k = 0; k < n; k++) {
      int old = n - RAMP_FROM;
      w[k] = k >= old ? 1 : 1.0 / n + (1 - 1.0 / n) * k / Math.max(1, old - 1);
      sum += w[k];
    }
    w[n] = PRIOR_WEIGHT;
    for (int k = 0; k <= n; k++) {
      w[k] /= sum;
    }
    return w;
  }

  /** A setting drawn from the density. */
  Map<String, Object> draw(SplittableRandom random) {
    int kernel = 0;
    double u = random.nextDouble();
    while (kernel < kernels && u >= weights[kernel]) {
      u -= weights[kernel++];
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int j = 0; j < encodings.length; j++) {
      if (space.get(j).active(values)) {
        values.put(space.get(j).path(), draw(kernel, j, random));
      }
    }
    return values;
  }

  private Object draw(int kernel, int j, SplittableRandom random) {
    Encoding e = encodings[j];
    if (e.categorical()) {
      double u = random.nextDouble();
      for (int c = 0; c < e.cells(); c++) {
        u -= mass(kernel, j, c);
        if (u < 0) {
          return e.valueAt(c);
        }
      }
      return e.valueAt(e.cells() - 1);
    }
    double mean = kernel == kernels ? 0.5 : centre[kernel][j];
    double sigma = kernel == kernels ? 1 : width;
    if (Double.isNaN(mean)) {
      return e.value(random.nextDouble());
    }
    double low = Normal.cdf((0 - mean) / sigma);
    double high = Normal.cdf((1 - mean) / sigma);
    return e.value(mean + sigma * Normal.quantile(low + random.nextDouble() * (high - low)));
  }

  private double mass(int kernel, int j, int c) {
    long n = encodings[j].cells();
    if (kernel == kernels || category[kernel][j] < 0) {
      return 1.0 / n;
    }
    double spread = PRIOR_WEIGHT / (kernels + 1);
    return (spread / n + (c == category[kernel][j] ? 1 : 0)) / (1 + spread);
  }

  /** The logarithm of the density at a setting. */
  double logDensity(Map<String, Object> setting) {
    double[] logs = new double[kernels + 1];
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k <= kernels; k++) {
      double log = Math.log(weights[k]);
      for (int j = 0; j < encodings.length; j++) {
        Object value = setting.get(space.get(j).path());
        if (value != null) {
          log += logKernel(k, j, value);
        }
      }
      logs[k] = log;
      largest = Math.max(largest, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    return largest + Math.log(sum);
  }

  private double logKernel(int k, int j, Object value) {
    Encoding e = encodings[j];
    if (e.categorical()) {
      return Math.log(mass(k, j, (int) e.index(value)));
    }
    double mean = k == kernels ? 0.5 : centre[k][j];
    double sigma = k == kernels ? 1 : width;
    if (Double.isNaN(mean)) {
      return e.cells() > 0 ? Math.log(Math.max(1e-300, e.cellWidth(value))) : 0;
    }
    double norm = Normal.cdf((1 - mean) / sigma) - Normal.cdf((0 - mean) / sigma);
    if (e.cells() > 0) {
      double inCell =
          Normal.cdf((e.upper(value) - mean) / sigma) - Normal.cdf((e.lower(value) - mean) / sigma);
      return Math.log(Math.max(1e-300, inCell / norm));
    }
    double z = (e.unit(value) - mean) / sigma;
    return -0.5 * z * z - Math.log(sigma * SQRT_TWO_PI * norm);
  }
}
