package org.fivesigma.models.network.optimizer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/**
 * Gradient descent with momentum (Sutskever et al. 2013) in torch's form: the first buffer is the
 * gradient, then buffer = momentum·buffer + (1 − dampening)·gradient. Weight decay is added to the
 * gradient.
 */
public final class Sgd implements Optimizer {
  private final SgdOptions options;

  /** From its options. */
  public Sgd(SgdOptions options) {
    this.options = options;
  }

  /** Options of {@code sgd}. */
  public record SgdOptions(
      @Option(
              description = LearningRates.DESCRIPTION,
              value = "1.0e-2",
              example = "find",
              main = true)
          Object learningRate,
      @Option(
              description = "Momentum: a number, or a ramp over epochs.",
              value = "0.0",
              shorthand = "value",
              example = "{type: linear, from: 0.9, to: 0.99, epochs: 200}")
          Momentum momentum,
      @Option(description = "Nesterov's momentum.", value = "false") boolean nesterov,
      @Option(
              description = "Part of the gradient kept out of the momentum buffer.",
              value = "0.0",
              min = 0,
              max = 1)
          double dampening,
      @Option(description = "Weight decay, added to the gradient.", value = "0.0", min = 0)
          double weightDecay)
      implements LearningRates {
    @Override
    public List<UserError> check() {
      List<UserError> errors = new ArrayList<>(LearningRates.super.check());
      if (nesterov && (momentum.largest() == 0 || dampening != 0)) {
        errors.add(
            UserError.of("bad-value", "nesterov needs a momentum above 0 and no dampening")
                .at("nesterov"));
      }
      return errors;
    }
  }

  /** Momentum: constant, or a straight line over epochs and then constant. */
  public record Momentum(
      @Option(
              description = "Constant, or linear over epochs.",
              value = "constant",
              choices = {"constant", "linear"})
          String type,
      @Option(description = "The constant.", value = "0.9", min = 0, max = 1, maxExclusive = true)
          double value,
      @Option(
              description = "linear: value of the first epoch.",
              value = "0.9",
              min = 0,
              max = 1,
              maxExclusive = true)
          double from,
      @Option(
              description = "linear: value that is reached.",
              value = "0.99",
              min = 0,
              max = 1,
              maxExclusive = true)
          double to,
      @Option(
              description = "linear: epochs until it is reached.",
              value = "100",
              min = 1,
              unit = "epochs")
          int epochs)
      implements SelfChecking {
    /** A constant momentum. */
    public static Momentum constant(double value) {
      return new Momentum("constant", value, 0.9, 0.99, 100);
    }

    @Override
    public List<UserError> check() {
      return List.of();
    }

    /** Its value in an epoch, from 0. */
    public double at(int epoch) {
      return type.equals("constant")
          ? value
          : from + (to - from) * Math.min(1.0, epoch / (double) epochs);
    }

    double largest() {
      return type.equals("constant") ? value : Math.max(from, to);
    }
  }

  /** The options. */
  public SgdOptions options() {
    return options;
  }

  @Override
  public OptionalDouble learningRate() {
    return LearningRates.value(options.learningRate());
  }

  @Override
  public Updater start(int parameters) {
    return new State(parameters);
  }

  private final class State implements Updater {
    private final int size;
    private double[] wide;
    private float[] narrow;

    State(int size) {
      this.size = size;
    }

    @Override
    public void step(double[] w, double[] g, Rates rates) {
      double momentum = rates.momentum().orElse(options.momentum().at(rates.epoch()));
      double decay = options.weightDecay();
      double lr = rates.learningRate();
      boolean first = wide == null;
      if (first) {
        wide = new double[size];
      }
      double kept = first ? 1 : 1 - options.dampening();
      for (int i = 0; i < size; i++) {
        double d = g[i] + decay * w[i];
        wide[i] = momentum * wide[i] + kept * d;
        w[i] -= lr * (options.nesterov() ? d + momentum * wide[i] : wide[i]);
      }
    }

    @Override
    public void step(float[] w, float[] g, Rates rates) {
      float momentum = (float) rates.momentum().orElse(options.momentum().at(rates.epoch()));
      float decay = (float) options.weightDecay();
      float lr = (float) rates.learningRate();
      boolean first = narrow == null;
      if (first) {
        narrow = new float[size];
      }
      float kept = (float) (first ? 1 : 1 - options.dampening());
      float[] buffer = narrow;
      if (decay != 0) {
        for (int i = 0; i < size; i++) {
          g[i] += decay * w[i];
        }
      }
      for (int i = 0; i < size; i++) {
        buffer[i] = momentum * buffer[i] + kept * g[i];
      }
      if (options.nesterov()) {
        for (int i = 0; i < size; i++) {
          w[i] -= lr * (g[i] + momentum * buffer[i]);
        }
      } else {
        for (int i = 0; i < size; i++) {
          w[i] -= lr * buffer[i];
        }
      }
    }

    @Override
    public void save(DataOutput out) throws IOException {
      CheckpointArrays.write(out, wide);
      CheckpointArrays.write(out, narrow);
    }

    @Override
    public void load(DataInput in) throws IOException {
      wide = CheckpointArrays.readDoubles(in);
      narrow = CheckpointArrays.readFloats(in);
    }
  }
}
