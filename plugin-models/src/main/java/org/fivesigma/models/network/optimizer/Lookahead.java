package org.fivesigma.models.network.optimizer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;

/**
 * Another optimiser's steps, of which every k-th is drawn back (Zhang et al. 2019): slow parameters
 * move by a part of the way to the fast ones, which go on from there.
 */
public final class Lookahead implements Optimizer {
  private final Optimizer inner;
  private final int every;
  private final double part;

  /** From its options. */
  public Lookahead(LookaheadOptions options) {
    this.inner = options.optimizer().create();
    this.every = options.every();
    this.part = options.part();
  }

  /** Options of {@code lookahead}. */
  public record LookaheadOptions(
      @Option(description = "The optimiser that makes the fast steps.", value = "adam")
          Configured<Optimizer> optimizer,
      @Option(description = "Fast steps between two slow ones.", value = "5", min = 1) int every,
      @Option(
              description = "Part of the way that the slow parameters go.",
              value = "0.5",
              min = 0,
              max = 1,
              minExclusive = true)
          double part) {}

  @Override
  public OptionalDouble learningRate() {
    return inner.learningRate();
  }

  @Override
  public Updater start(int parameters) {
    return new State(inner.start(parameters));
  }

  private final class State implements Updater {
    private final Updater fast;
    private double[] slow;
    private float[] narrow;
    private long steps;

    State(Updater fast) {
      this.fast = fast;
    }

    @Override
    public void step(double[] w, double[] g, Rates rates) {
      if (slow == null) {
        slow = w.clone();
      }
      fast.step(w, g, rates);
      if (++steps % every == 0) {
        for (int i = 0; i < w.length; i++) {
          slow[i] += part * (w[i] - slow[i]);
          w[i] = slow[i];
        }
      }
    }

    @Override
    public void step(float[] w, float[] g, Rates rates) {
      if (narrow == null) {
        narrow = w.clone();
      }
      fast.step(w, g, rates);
      if (++steps % every == 0) {
        float p = (float) part;
        for (int i = 0; i < w.length; i++) {
          narrow[i] += p * (w[i] - narrow[i]);
          w[i] = narrow[i];
        }
      }
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeLong(steps);
      CheckpointArrays.write(out, slow);
      CheckpointArrays.write(out, narrow);
      fast.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
      steps = in.readLong();
      slow = CheckpointArrays.readDoubles(in);
      narrow = CheckpointArrays.readFloats(in);
      fast.load(in);
    }
  }
}
