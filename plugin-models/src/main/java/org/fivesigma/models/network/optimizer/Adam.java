package org.fivesigma.models.network.optimizer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.option.Option;

/**
 * Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), with torch's conventions: ε
 * stands outside the bias-corrected root; weight decay is added to the gradient (Adam) or shrinks
 * the parameters by learning rate × decay before the step (AdamW).
 */
public final class Adam implements Optimizer {
  private final OptionalDouble learningRate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double decay;
  private final boolean amsgrad;
  private final boolean decoupled;

  private Adam(
      Object learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double decay,
      boolean amsgrad,
      boolean decoupled) {
    this.learningRate = LearningRates.value(learningRate);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.decay = decay;
    this.amsgrad = amsgrad;
    this.decoupled = decoupled;
  }

  /** Options of {@code adam}. */
  public record AdamOptions(
      @Option(
              description = LearningRates.DESCRIPTION,
              value = "1.0e-3",
              example = "find",
              main = true)
          Object learningRate,
      @Option(
              description = "Decay of the mean of gradients.",
              value = "0.9",
              min = 0,
              max = 1,
              maxExclusive = true)
          double beta1,
      @Option(
              description = "Decay of the mean of squared gradients.",
              value = "0.999",
              min = 0,
              max = 1,
              maxExclusive = true)
          double beta2,
      @Option(description = "Added to the root of the mean square.", value = "1.0e-8", min = 0)
          double epsilon,
      @Option(description = "Weight decay, added to the gradient.", value = "0.0", min = 0)
          double weightDecay,
      @Option(
              description = "Use the largest mean square so far (Reddi et al. 2018).",
              value = "false")
          boolean amsgrad)
      implements LearningRates {}

  /** Options of {@code adamw}. */
  public record AdamWOptions(
      @Option(
              description = LearningRates.DESCRIPTION,
              value = "1.0e-3",
              example = "find",
              main = true)
          Object learningRate,
      @Option(
              description = "Decay of the mean of gradients.",
              value = "0.9",
              min = 0,
              max = 1,
              maxExclusive = true)
          double beta1,
      @Option(
              description = "Decay of the mean of squared gradients.",
              value = "0.999",
              min = 0,
              max = 1,
              maxExclusive = true)
          double beta2,
      @Option(description = "Added to the root of the mean square.", value = "1.0e-8", min = 0)
          double epsilon,
      @Option(description = "Weight decay, apart from the gradient.", value = "0.01", min = 0)
          double weightDecay,
      @Option(
              description = "Use the largest mean square so far (Reddi et al. 2018).",
              value = "false")
          boolean amsgrad)
      implements LearningRates {}

  /** Adam. */
  public static Adam adam(AdamOptions o) {
    return new Adam(
        o.learningRate(), o.beta1(), o.beta2(), o.epsilon(), o.weightDecay(), o.amsgrad(), false);
  }

  /** AdamW. */
  public static Adam adamW(AdamWOptions o) {
    return new Adam(
        o.learningRate(), o.beta1(), o.beta2(), o.epsilon(), o.weightDecay(), o.amsgrad(), true);
  }

  /** What a step needs but the learning rate, for engines that keep the state on a device. */
  public record Rule(
      double beta1,
      double beta2,
      double epsilon,
      double decay,
      boolean amsgrad,
      boolean decoupled) {}

  /** The rule of this optimiser. */
  public Rule rule() {
    return new Rule(beta1, beta2, epsilon, decay, amsgrad, decoupled);
  }

  @Override
  public OptionalDouble learningRate() {
    return learningRate;
  }

  @Override
  public Updater start(int parameters) {
    return new State(parameters);
  }

  /**
   * Corrections are products of the betas so far, since a schedule may change the first. Moments
   * are double or float, as the first step says.
   */
  private final class State implements Updater {
    private final int size;
    private Moments<double[]> wide = new Moments<>();
    private Moments<float[]> narrow = new Moments<>();
    private double product1 = 1;
    private double product2 = 1;

    State(int size) {
      this.size = size;
    }

    /** Running means: of the gradient, of its square, and the largest of the latter. */
    private static final class Moments<A> {
      A mean;
      A square;
      A largest;
    }

    @Override
    public void step(double[] w, double[] g, Rates rates) {
      if (wide.mean == null) {
        wide.mean = new double[size];
        wide.square = new double[size];
        wide.largest = new double[amsgrad ? size : 0];
      }
      double b1 = rates.momentum().orElse(beta1);
      product1 *= b1;
      product2 *= beta2;
      double lr = rates.learningRate();
      double rate = lr / (1 - product1);
      double root = Math.sqrt(1 - product2);
      double shrink = decoupled ? 1 - lr * decay : 1;
      double added = decoupled ? 0 : decay;
      double c1 = 1 - b1;
      double c2 = 1 - beta2;
      double[] m = wide.mean;
      double[] v = wide.square;
      for (int i = 0; i < size; i++) {
        double p = w[i] * shrink;
        double d = g[i] + added * p;
        m[i] = b1 * m[i] + c1 * d;
        v[i] = beta2 * v[i] + c2 * d * d;
        double s = v[i];
        if (amsgrad) {
          wide.largest[i] = Math.max(wide.largest[i], s);
          s = wide.largest[i];
        }
        w[i] = p - rate * m[i] / (Math.sqrt(s) / root + epsilon);
      }
    }

    @Override
    public void step(float[] w, float[] g, Rates rates) {
      if (narrow.mean == null) {
        narrow.mean = new float[size];
        narrow.square = new float[size];
        narrow.largest = new float[amsgrad ? size : 0];
      }
      double b1 = rates.momentum().orElse(beta1);
      product1 *= b1;
      product2 *= beta2;
      double lr = rates.learningRate();
      // rate·m/(√v/root + ε) = (rate·root)·m/(√v + ε·root)
      double root = Math.sqrt(1 - product2);
      float rate = (float) (lr / (1 - product1) * root);
      float eps = (float) (epsilon * root);
      float shrink = (float) (decoupled ? 1 - lr * decay : 1);
      float added = (float) (decoupled ? 0 : decay);
      float f1 = (float) b1;
      float f2 = (float) beta2;
      float c1 = (float) (1 - b1);
      float c2 = (float) (1 - beta2);
      moments(w, g, narrow.mean, narrow.square, f1, c1, f2, c2, shrink, added);
      float[] v = narrow.square;
      if (amsgrad) {
        float[] largest = narrow.largest;
        for (int i = 0; i < size; i++) {
          largest[i] = Math.max(largest[i], v[i]);
        }
        v = largest;
      }
      move(w, narrow.mean, v, rate, eps);
    }

    // Short loops over arrays alone, so that the compiler turns them into vector instructions.
    private static void moments(
        float[] w,
        float[] g,
        float[] m,
        float[] v,
        float b1,
        float c1,
        float b2,
        float c2,
        float shrink,
        float added) {
      if (shrink != 1 || added != 0) {
        for (int i = 0; i < w.length; i++) {
          w[i] *= shrink;
          g[i] += added * w[i];
        }
      }
      for (int i = 0; i < m.length; i++) {
        m[i] = b1 * m[i] + c1 * g[i];
        v[i] = b2 * v[i] + c2 * (g[i] * g[i]);
      }
    }

    private static void move(float[] w, float[] m, float[] v, float rate, float eps) {
      for (int i = 0; i < w.length; i++) {
        w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) + eps);
      }
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeDouble(product1);
      out.writeDouble(product2);
      CheckpointArrays.write(out, narrow.mean);
      CheckpointArrays.write(out, narrow.square);
      CheckpointArrays.write(out, narrow.largest);
      CheckpointArrays.write(out, wide.mean);
      CheckpointArrays.write(out, wide.square);
      CheckpointArrays.write(out, wide.largest);
    }

    @Override
    public void load(DataInput in) throws IOException {
      product1 = in.readDouble();
      product2 = in.readDouble();
      narrow.mean = CheckpointArrays.readFloats(in);
      narrow.square = CheckpointArrays.readFloats(in);
      narrow.largest = CheckpointArrays.readFloats(in);
      wide.mean = CheckpointArrays.readDoubles(in);
      wide.square = CheckpointArrays.readDoubles(in);
      wide.largest = CheckpointArrays.readDoubles(in);
    }
  }
}
