package org.fivesigma.data.toy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.spi.data.Momentum;

/**
 * Signal and background as normal distributions in five dimensions. With equal covariances the
 * logarithm of the likelihood ratio is linear in the features and its AUC is Φ(d/√2), where d is
 * the Mahalanobis distance of the means, {@value #DISTANCE}; with unequal ones it is quadratic.
 */
final class GaussianGenerator implements ToyGenerator {
  /** Mahalanobis distance between the means under the background's covariance. */
  static final double DISTANCE = 1.5;

  static final int DIMENSIONS = 5;

  /** Correlation of neighbouring features; it falls as a power with their distance. */
  private static final double CORRELATION = 0.4;

  /** Widths of the signal relative to the background when covariances are unequal. */
  private static final double[] SIGNAL_WIDTHS = {0.6, 1.0, 1.6, 1.0, 0.8};

  private final ToyOptions options;
  private final double[] mean = new double[DIMENSIONS];
  private final double[] widths;
  private final double logDeterminant;

  GaussianGenerator(ToyOptions options) {
    this.options = options;
    this.widths =
        options.covariance() == ToyOptions.Covariance.UNEQUAL
            ? SIGNAL_WIDTHS
            : new double[] {1, 1, 1, 1, 1};
    double sum = 0;
    for (double width : widths) {
      sum += Math.log(width);
    }
    this.logDeterminant = sum;
    // the means differ by the same amount in every whitened direction
    double[] whitened = new double[DIMENSIONS];
    java.util.Arrays.fill(whitened, DISTANCE / Math.sqrt(DIMENSIONS));
    correlate(whitened, mean);
  }

  @Override
  public List<String> features() {
    return IntStream.rangeClosed(1, DIMENSIONS).mapToObj(i -> "x" + i).toList();
  }

  @Override
  public List<String> processes() {
    return List.of("signal", "background");
  }

  @Override
  public List<Momentum> momenta() {
    return List.of();
  }

  @Override
  public boolean likelihoodRatio() {
    return options.likelihoodRatio();
  }

  @Override
  public void fill(ToyBlock block, SplittableRandom random) {
    Signs signs = new Signs(options.negativeWeightFraction());
    double[] white = new double[DIMENSIONS];
    double[] x = new double[DIMENSIONS];
    for (int row = 0; row < block.rows(); row++) {
      boolean signal = random.nextDouble() < options.signalFraction();
      for (int d = 0; d < DIMENSIONS; d++) {
        white[d] = random.nextGaussian();
      }
      correlate(white, x);
      for (int d = 0; d < DIMENSIONS; d++) {
        double value = signal ? mean[d] / 2 + widths[d] * x[d] : x[d] - mean[d] / 2;
        block.features()[d][row] = (float) value;
        x[d] = block.features()[d][row];
      }
      block.process()[row] = signal ? 0 : 1;
      block.weights()[row] = signs.draw(random);
      if (likelihoodRatio()) {
        block.likelihoodRatio()[row] = Math.exp(logRatio(x));
      }
    }
  }

  /** ln p(x|signal) − ln p(x|background). */
  double logRatio(double[] x) {
    double[] signal = new double[DIMENSIONS];
    double[] background = new double[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      signal[d] = (x[d] - mean[d] / 2) / widths[d];
      background[d] = x[d] + mean[d] / 2;
    }
    return (whitenedNorm(background) - whitenedNorm(signal)) / 2 - logDeterminant;
  }

  /** The correlated vector L·white of the autoregressive covariance ρ^|i−j|. */
  private static void correlate(double[] white, double[] into) {
    double rest = Math.sqrt(1 - CORRELATION * CORRELATION);
    into[0] = white[0];
    for (int d = 1; d < DIMENSIONS; d++) {
      into[d] = CORRELATION * into[d - 1] + rest * white[d];
    }
  }

  /** |L⁻¹·x|². */
  private static double whitenedNorm(double[] x) {
    double rest = Math.sqrt(1 - CORRELATION * CORRELATION);
    double norm = x[0] * x[0];
    for (int d = 1; d < DIMENSIONS; d++) {
      double white = (x[d] - CORRELATION * x[d - 1]) / rest;
      norm += white * white;
    }
    return norm;
  }
}
