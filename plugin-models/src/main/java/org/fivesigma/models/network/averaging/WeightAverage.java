package org.fivesigma.models.network.averaging;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.fivesigma.models.network.optimizer.CheckpointArrays;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.option.Option;

/**
 * Averages of parameters: stochastic weight averaging (Izmailov et al. 2018), the plain mean of the
 * parameters after some epochs, and the exponential moving average over steps (Polyak and Juditsky
 * 1992).
 */
public final class WeightAverage {
  private WeightAverage() {}

  /** Options of {@code swa}. */
  public record SwaOptions(
      @Option(
              description = "Part of the training after which the average begins.",
              value = "0.75",
              min = 0,
              max = 1,
              maxExclusive = true)
          double start,
      @Option(
              description = "Epochs between two networks of the average.",
              value = "1.0",
              min = 0,
              minExclusive = true,
              unit = "epochs")
          double every) {}

  /** Options of {@code ema}. */
  public record EmaOptions(
      @Option(
              description =
                  "Weight of the old average in each step; the first steps count as a plain mean.",
              value = "0.999",
              min = 0,
              max = 1,
              maxExclusive = true)
          double decay) {}

  /** Stochastic weight averaging. */
  public static Averaging swa(SwaOptions options) {
    return setting -> {
      long begin = Math.round(options.start() * setting.steps());
      long every = setting.stepsOf(options.every());
      return new Mean() {
        @Override
        public void stepped(long step, float[] parameters) {
          if (step > begin && (step - begin) % every == 0) {
            add(parameters, 1.0 / (count() + 1));
          }
        }
      };
    };
  }

  /** Exponential moving average. */
  public static Averaging ema(EmaOptions options) {
    return setting ->
        new Mean() {
          @Override
          public void stepped(long step, float[] parameters) {
            add(parameters, Math.max(1 - options.decay(), 1.0 / (count() + 1)));
          }
        };
  }

  /** A running mean in double. */
  private abstract static class Mean implements Averaging.Course {
    private double[] mean;
    private long count;

    long count() {
      return count;
    }

    void add(float[] parameters, double share) {
      if (mean == null) {
        mean = new double[parameters.length];
      }
      for (int i = 0; i < mean.length; i++) {
        mean[i] += share * (parameters[i] - mean[i]);
      }
      count++;
    }

    @Override
    public List<float[]> networks() {
      if (count == 0) {
        return List.of();
      }
      float[] network = new float[mean.length];
      for (int i = 0; i < network.length; i++) {
        network[i] = (float) mean[i];
      }
      return List.of(network);
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeLong(count);
      CheckpointArrays.write(out, mean);
    }

    @Override
    public void load(DataInput in) throws IOException {
      count = in.readLong();
      mean = CheckpointArrays.readDoubles(in);
    }
  }
}
