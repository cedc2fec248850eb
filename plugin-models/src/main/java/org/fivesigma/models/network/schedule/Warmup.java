package org.fivesigma.models.network.schedule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** A straight rise to the learning rate at which another schedule then begins. */
public final class Warmup implements Schedule {
  private final WarmupOptions options;
  private final Schedule then;

  /** From its options. */
  public Warmup(WarmupOptions options) {
    this.options = options;
    this.then = options.then().create();
  }

  /** Options of {@code warmup}. */
  public record WarmupOptions(
      @Option(
              description = "Length of the rise.",
              value = "1.0",
              min = 0,
              minExclusive = true,
              unit = "epochs")
          double epochs,
      @Option(
              description = "Length of the rise in steps, in place of epochs.",
              min = 1,
              unit = "steps")
          Optional<Integer> steps,
      @Option(
              description = "The first learning rate is this part of the full one.",
              value = "0.1",
              min = 0,
              max = 1)
          double from,
      @Option(
              description = "The schedule after the rise, over the steps that are left.",
              value = "constant",
              example = "cosine")
          Configured<Schedule> then)
      implements SelfChecking {
    @Override
    public List<UserError> check() {
      return then.id().equals("warmup")
          ? List.of(
              UserError.of("bad-value", "a warm-up after a warm-up makes no sense").at("then"))
          : List.of();
    }
  }

  @Override
  public Optional<String> monitor() {
    return then.monitor();
  }

  @Override
  public Course start(Setting setting) {
    long rise = options.steps().map(Integer::longValue).orElse(setting.stepsOf(options.epochs()));
    Course after =
        then.start(
            new Setting(
                setting.learningRate(),
                setting.stepsPerEpoch(),
                Math.max(1, setting.steps() - rise)));
    return new Course() {
      @Override
      public double learningRate(long step) {
        if (step >= rise) {
          return after.learningRate(step - rise);
        }
        return after.learningRate(0) * (options.from() + (1 - options.from()) * step / rise);
      }

      @Override
      public OptionalDouble momentum(long step) {
        return after.momentum(Math.max(0, step - rise));
      }

      @Override
      public void epochEnded(double value, boolean maximise) {
        after.epochEnded(value, maximise);
      }

      @Override
      public void save(DataOutput out) throws IOException {
        after.save(out);
      }

      @Override
      public void load(DataInput in) throws IOException {
        after.load(in);
      }
    };
  }
}
