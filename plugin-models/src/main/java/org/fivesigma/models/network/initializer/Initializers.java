package org.fivesigma.models.network.initializer;

import java.util.random.RandomGenerator;
import org.fivesigma.spi.model.Initializer;
import org.fivesigma.spi.option.Option;

/**
 * The built-in initialisers. He: He et al. 2015; Glorot: Glorot and Bengio 2010; LeCun: LeCun et
 * al. 1998. Normals are not truncated.
 */
public final class Initializers {
  private Initializers() {}

  /** Options of {@code normal}. */
  public record NormalOptions(
      @Option(description = "Standard deviation.", value = "0.05", min = 0) double std,
      @Option(description = "Mean.", value = "0.0") double mean) {}

  /** Options of {@code uniform}. */
  public record UniformOptions(
      @Option(
              description = "Half the width: values lie in [-bound, bound].",
              value = "0.05",
              min = 0)
          double bound) {}

  /** Normal with variance 2/fan_in. */
  public static Initializer heNormal() {
    return (w, o, in, out, r) -> normal(w, o, in, out, 0, Math.sqrt(2.0 / in), r);
  }

  /** Uniform with variance 2/fan_in. */
  public static Initializer heUniform() {
    return (w, o, in, out, r) -> uniform(w, o, in, out, Math.sqrt(6.0 / in), r);
  }

  /** Normal with variance 1/fan_in. */
  public static Initializer lecunNormal() {
    return (w, o, in, out, r) -> normal(w, o, in, out, 0, Math.sqrt(1.0 / in), r);
  }

  /** Uniform with variance 1/fan_in. */
  public static Initializer lecunUniform() {
    return (w, o, in, out, r) -> uniform(w, o, in, out, Math.sqrt(3.0 / in), r);
  }

  /**
   * Uniform in ±1/√fan_in, so with variance 1/(3·fan_in), biases too: what torch gives a linear
   * layer.
   */
  public static Initializer torchUniform() {
    return new Initializer() {
      @Override
      public void fill(float[] w, int offset, int in, int out, RandomGenerator random) {
        uniform(w, offset, in, out, Math.sqrt(1.0 / in), random);
      }

      @Override
      public void fillBiases(float[] w, int offset, int in, int out, RandomGenerator random) {
        uniform(w, offset, 1, out, Math.sqrt(1.0 / in), random);
      }
    };
  }

  /** Normal with variance 2/(fan_in + fan_out). */
  public static Initializer glorotNormal() {
    return (w, o, in, out, r) -> normal(w, o, in, out, 0, Math.sqrt(2.0 / (in + out)), r);
  }

  /** Uniform with variance 2/(fan_in + fan_out). */
  public static Initializer glorotUniform() {
    return (w, o, in, out, r) -> uniform(w, o, in, out, Math.sqrt(6.0 / (in + out)), r);
  }

  /** Normal of a given standard deviation. */
  public static Initializer normal(NormalOptions options) {
    return (w, o, in, out, r) -> normal(w, o, in, out, options.mean(), options.std(), r);
  }

  /** Uniform around 0. */
  public static Initializer uniform(UniformOptions options) {
    return (w, o, in, out, r) -> uniform(w, o, in, out, options.bound(), r);
  }

  private static void normal(
      float[] w, int offset, int in, int out, double mean, double std, RandomGenerator random) {
    for (int i = 0; i < in * out; i++) {
      w[offset + i] = (float) (mean + std * random.nextGaussian());
    }
  }

  private static void uniform(
      float[] w, int offset, int in, int out, double bound, RandomGenerator random) {
    for (int i = 0; i < in * out; i++) {
      w[offset + i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
  }
}
