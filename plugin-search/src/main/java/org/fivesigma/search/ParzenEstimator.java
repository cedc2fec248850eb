package org.fivesigma.search;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A density over a space: a mixture of one kernel for each observed point and one wide kernel for
 * what is not known yet. A kernel is a product over parameters: a normal distribution cut at the
 * ends of the range (its mass in a cell for discrete numbers), or a distribution over categories
 * that prefers the point's. A parameter that a point did not have is uniform there. The width of a
 * normal kernel is four fifths of the larger gap to its neighbours along that parameter (J.
 * Bergstra et al., NIPS 2011, take all of it), so that it shrinks where points crowd.
 */
final class ParzenEstimator {
  private static final double OF_GAP = 0.8;

  /** What the wide kernel counts: as much as two points. */
  private static final double WIDE = 2;

  /** Evenly over all categories is spread so much, divided by the number of kernels. */
  private static final double OTHER_CATEGORIES = 5;

  private static final double NARROWEST = 0.01;
  private static final int MOST_CELLS_KEPT = 1000;
  private static final double SQRT_HALF = Math.sqrt(0.5);

  /** A kernel so far (in logarithms) below the largest adds nothing that is seen. */
  private static final double NEGLIGIBLE = -30;

  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

  private final UnitSpace space;
  private final int kernels;
  private final double[] weights;

  /** Logarithm of the weight of each kernel less its norms in all numbers. */
  private final double[] logScales;

  /** By parameter, then kernel; the last kernel is the wide one. */
  private final double[][] centres;

  private final double[][] widths;

  /** 1 / (√2 width); 0, at centre 0, where a point had no value. */
  private final double[][] steepness;

  private final double[][] places;
  private final double[][] logNorms;
  private final double[][][] cellLogs;

  /**
   * An estimator.
   *
   * @param points observed points
   * @param counts how much each counts; the wide kernel counts 2
   */
  ParzenEstimator(UnitSpace space, double[][] points, double[] counts) {
    this.space = space;
    this.kernels = points.length;
    int d = space.dimensions();
    weights = Arrays.copyOf(counts, kernels + 1);
    weights[kernels] = WIDE;
    double sum = Arrays.stream(weights).sum();
    logScales = new double[kernels + 1];
    for (int k = 0; k <= kernels; k++) {
      weights[k] /= sum;
      logScales[k] = Math.log(weights[k]);
    }
    centres = new double[d][kernels + 1];
    widths = new double[d][];
    steepness = new double[d][];
    places = new double[d][];
    logNorms = new double[d][kernels + 1];
    cellLogs = new double[d][][];
    for (int k = 0; k <= kernels; k++) {
      for (int j = 0; j < d; j++) {
        centres[j][k] = k < kernels ? points[k][j] : 0.5;
      }
    }
    KeyOrder order = new KeyOrder(kernels);
    for (int j = 0; j < d; j++) {
      Encoding encoding = space.encoding(j);
      if (encoding.cells() > 0 && encoding.cells() <= MOST_CELLS_KEPT) {
        cellLogs[j] = new double[(int) encoding.cells()][];
      }
      if (!encoding.categorical()) {
        widths[j] = widths(centres[j], order);
        steepness[j] = new double[kernels + 1];
        places[j] = new double[kernels + 1];
        for (int k = 0; k <= kernels; k++) {
          logNorms[j][k] = logNorm(j, k);
          logScales[k] -= logNorms[j][k];
          if (!Double.isNaN(centres[j][k])) {
            places[j][k] = centres[j][k];
            steepness[j][k] = SQRT_HALF / widths[j][k];
          }
        }
      }
    }
  }

  private double logNorm(int j, int k) {
    double centre = centres[j][k];
    if (Double.isNaN(centre)) {
      return 0;
    }
    double width = widths[j][k];
    double inside = Normal.cdf((1 - centre) / width) - Normal.cdf(-centre / width);
    return Math.log(space.encoding(j).cells() > 0 ? inside : width * SQRT_TWO_PI * inside);
  }

  private double[] widths(double[] centre, KeyOrder order) {
    int known = order.sort(centre);
    double least = Math.max(NARROWEST, 1 / (2.0 + kernels));
    double[] width = new double[kernels + 1];
    width[kernels] = 1;
    for (int at = 0; at < known; at++) {
      double here = centre[order.at(at)];
      double left = at > 0 ? here - centre[order.at(at - 1)] : 0;
      double right = at + 1 < known ? centre[order.at(at + 1)] - here : 0;
      double gap = known > 1 ? Math.max(left, right) : 1;
      width[order.at(at)] = Math.max(least, OF_GAP * gap);
    }
    return width;
  }

  /** A point drawn from the density; conditions are left out of account. */
  double[] draw(SplittableRandom random) {
    int kernel = 0;
    double u = random.nextDouble();
    while (kernel < kernels && u >= weights[kernel]) {
      u -= weights[kernel++];
    }
    double[] point = new double[space.dimensions()];
    for (int j = 0; j < point.length; j++) {
      point[j] = draw(kernel, j, random);
    }
    return point;
  }

  private double draw(int kernel, int j, SplittableRandom random) {
    Encoding encoding = space.encoding(j);
    if (encoding.categorical()) {
      double u = random.nextDouble();
      for (int c = 0; c < encoding.cells(); c++) {
        u -= mass(kernel, j, c);
        if (u < 0) {
          return c;
        }
      }
      return encoding.cells() - 1;
    }
    double centre = centres[j][kernel];
    if (Double.isNaN(centre)) {
      return random.nextDouble();
    }
    while (true) {
      double x = centre + widths[j][kernel] * random.nextGaussian();
      if (x >= 0 && x <= 1) {
        return x;
      }
    }
  }

  private double mass(int k, int j, int category) {
    long n = space.encoding(j).cells();
    if (k == kernels || Double.isNaN(centres[j][k])) {
      return 1.0 / n;
    }
    double spread = OTHER_CATEGORIES / (kernels + 1);
    return (spread / n + (category == (int) centres[j][k] ? 1 : 0)) / (1 + spread);
  }

  /** The logarithm of the density at a point whose discrete coordinates are in mid-cell. */
  double logDensity(double[] point) {
    double[] logs = logScales.clone();
    for (int j = 0; j < point.length; j++) {
      if (Double.isNaN(point[j])) {
        // What the point does not have counts for no kernel.
        add(logs, logNorms[j]);
      } else if (space.encoding(j).cells() > 0) {
        add(logs, cellLogs(j, point[j]));
      } else {
        subtractSquares(logs, point[j], places[j], steepness[j]);
      }
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      largest = Math.max(largest, log);
    }
    double sum = 0;
    for (double log : logs) {
      double below = log - largest;
      if (below > NEGLIGIBLE) {
        sum += Math.exp(below);
      }
    }
    return largest + Math.log(sum);
  }

  private static void add(double[] logs, double[] own) {
    for (int k = 0; k < logs.length; k++) {
      logs[k] += own[k];
    }
  }

  private static void subtractSquares(
      double[] logs, double x, double[] centre, double[] steepness) {
    for (int k = 0; k < logs.length; k++) {
      double z = (x - centre[k]) * steepness[k];
      logs[k] -= z * z;
    }
  }

  private double[] cellLogs(int j, double x) {
    Encoding encoding = space.encoding(j);
    Object value = encoding.categorical() ? encoding.valueAt((long) x) : encoding.value(x);
    int cell = (int) Math.min(Integer.MAX_VALUE, encoding.index(value));
    double[][] known = cellLogs[j];
    if (known != null && known[cell] != null) {
      return known[cell];
    }
    double[] logs = new double[kernels + 1];
    double lower = encoding.categorical() ? 0 : encoding.lower(value);
    double upper = encoding.categorical() ? 0 : encoding.upper(value);
    for (int k = 0; k <= kernels; k++) {
      double centre = centres[j][k];
      double mass;
      if (encoding.categorical()) {
        mass = mass(k, j, cell);
      } else if (Double.isNaN(centre)) {
        mass = upper - lower;
      } else {
        double width = widths[j][k];
        mass = Normal.cdf((upper - centre) / width) - Normal.cdf((lower - centre) / width);
      }
      logs[k] = Math.log(Math.max(1e-300, mass));
    }
    if (known != null) {
      known[cell] = logs;
    }
    return logs;
  }
}
