package org.fivesigma.models.network.activation;

import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Kind;

/**
 * The activation of hidden layers (kind {@code activation}): a function and, where it has one, its
 * parameter.
 *
 * @param function which
 * @param parameter slope of {@code leaky_relu}, α of {@code elu}; start of the learned slope of
 *     {@code prelu}; 0 for others
 */
public record Activation(Function function, double parameter) {
  /** The kind. */
  public static final Kind<Activation> KIND =
      new Kind<>("activation", Activation.class, "The activation of hidden layers.");

  /** Options of {@code leaky_relu}. */
  public record LeakyOptions(
      @Option(description = "Slope for negative values.", value = "0.01", min = 0) double slope) {}

  /** Options of {@code elu}. */
  public record EluOptions(
      @Option(
              description = "Value towards which it falls for negative values, with a minus.",
              value = "1.0",
              min = 0,
              minExclusive = true)
          double alpha) {}

  /** Options of {@code prelu}. */
  public record PreluOptions(
      @Option(
              description = "First slope for negative values; each layer learns its own.",
              value = "0.25")
          double start) {}

  /** Whether each layer has one learned parameter. */
  public boolean learns() {
    return function == Function.PRELU;
  }

  /** The functions there are. */
  public enum Function {
    /** max(x, 0). */
    RELU(0),
    /** x, or slope·x below 0. */
    LEAKY_RELU(1),
    /** The same with a slope that each layer learns. */
    PRELU(2),
    /** x, or α(eˣ − 1) below 0. */
    ELU(3),
    /** Scaled elu that keeps mean 0 and variance 1 (Klambauer et al. 2017). */
    SELU(4),
    /** x·σ(x), also called SiLU. */
    SWISH(5),
    /** x·Φ(x), by the error function. */
    GELU(6),
    /** Hyperbolic tangent. */
    TANH(7),
    /** 1/(1 + e⁻ˣ). */
    SIGMOID(8),
    /** ln(1 + eˣ). */
    SOFTPLUS(9),
    /** x·tanh(ln(1 + eˣ)). */
    MISH(10);

    private final int code;

    Function(int code) {
      this.code = code;
    }

    /** The number by which the module of networks knows it. */
    public int code() {
      return code;
    }

    /** Id of the initialisation that keeps the variance through layers of this activation. */
    public String initializer() {
      return switch (this) {
        case SELU -> "lecun_normal";
        case TANH, SIGMOID -> "glorot_uniform";
        default -> "he_normal";
      };
    }
  }
}
