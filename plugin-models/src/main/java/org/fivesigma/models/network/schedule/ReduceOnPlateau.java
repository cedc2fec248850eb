package org.fivesigma.models.network.schedule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Option;

/**
 * Lowers the learning rate when a metric no longer improves. A change counts when it is larger than
 * the threshold, relative to the best value or absolute, as in torch.
 */
public final class ReduceOnPlateau implements Schedule {
  private static final double LEAST_CHANGE = 1e-8;
  private final PlateauOptions options;

  /** From its options. */
  public ReduceOnPlateau(PlateauOptions options) {
    this.options = options;
  }

  /** How the threshold is meant. */
  public enum ThresholdMode {
    /** Part of the best value. */
    REL,
    /** In the metric's own unit. */
    ABS
  }

  /** Options of {@code reduce_on_plateau}. */
  public record PlateauOptions(
      @Option(description = "The metric watched.", value = "valid/loss", example = "valid/auc")
          String monitor,
      @Option(
              description = "What the learning rate is multiplied by.",
              value = "0.1",
              min = 0,
              max = 1,
              minExclusive = true,
              maxExclusive = true)
          double factor,
      @Option(
              description = "Epochs without improvement that are waited for.",
              value = "10",
              min = 0,
              unit = "epochs")
          int patience,
      @Option(description = "A smaller change is no improvement.", value = "1.0e-4", min = 0)
          double threshold,
      @Option(description = "rel: part of the best value; abs: absolute.", value = "rel")
          ThresholdMode thresholdMode,
      @Option(
              description = "Epochs after a fall in which nothing is counted.",
              value = "0",
              min = 0,
              unit = "epochs")
          int cooldown,
      @Option(description = "The learning rate does not fall below.", value = "0.0", min = 0)
          double floor) {}

  @Override
  public Optional<String> monitor() {
    return Optional.of(options.monitor());
  }

  @Override
  public Course start(Setting setting) {
    return new State(setting.learningRate());
  }

  private final class State implements Course {
    private double rate;
    private double best = Double.NaN;
    private int bad;
    private int cooling;

    State(double rate) {
      this.rate = rate;
    }

    @Override
    public double learningRate(long step) {
      return rate;
    }

    @Override
    public void epochEnded(double value, boolean maximise) {
      if (better(value, maximise)) {
        best = value;
        bad = 0;
      } else {
        bad++;
      }
      if (cooling > 0) {
        cooling--;
        bad = 0;
      }
      if (bad > options.patience()) {
        double lower = Math.max(rate * options.factor(), options.floor());
        rate = rate - lower > LEAST_CHANGE ? lower : rate;
        cooling = options.cooldown();
        bad = 0;
      }
    }

    private boolean better(double value, boolean maximise) {
      if (Double.isNaN(value) || Double.isNaN(best)) {
        return !Double.isNaN(value);
      }
      double margin =
          options.thresholdMode() == ThresholdMode.REL
              ? options.threshold() * best
              : options.threshold();
      return maximise ? value > best + margin : value < best - margin;
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeDouble(rate);
      out.writeDouble(best);
      out.writeInt(bad);
      out.writeInt(cooling);
    }

    @Override
    public void load(DataInput in) throws IOException {
      rate = in.readDouble();
      best = in.readDouble();
      bad = in.readInt();
      cooling = in.readInt();
    }
  }
}
