package org.fivesigma.models.network.schedule;

import java.util.Optional;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Option;

/** Cosine annealing, once or with warm restarts (Loshchilov and Hutter 2017). */
public final class Cosine {
  private Cosine() {}

  /** Options of {@code cosine}. */
  public record CosineOptions(
      @Option(description = "The learning rate at the end.", value = "0.0", min = 0) double floor,
      @Option(
              description = "Epochs until the end; default: all. Afterwards the last value stays.",
              min = 0,
              minExclusive = true,
              unit = "epochs")
          Optional<Double> epochs) {}

  /** Options of {@code cosine_restarts}. */
  public record RestartOptions(
      @Option(
              description = "Length of the first cycle.",
              value = "10",
              min = 0,
              minExclusive = true,
              unit = "epochs")
          double cycle,
      @Option(
              description = "Each cycle is so many times as long as the one before.",
              value = "1",
              min = 1)
          int cycleMult,
      @Option(description = "The learning rate at the end of a cycle.", value = "0.0", min = 0)
          double floor) {}

  /** From the learning rate down to the floor along half a cosine; then it stays. */
  public static Schedule once(CosineOptions o) {
    return setting -> {
      long end = o.epochs().map(setting::stepsOf).orElse(setting.steps());
      return step ->
          half(setting.learningRate(), o.floor(), (double) Math.min(step, end), (double) end);
    };
  }

  /** The same again and again. */
  public static Schedule restarts(RestartOptions o) {
    return setting -> {
      long first = setting.stepsOf(o.cycle());
      return step -> {
        long length = first;
        long at = step;
        while (at >= length) {
          at -= length;
          length *= o.cycleMult();
        }
        return half(setting.learningRate(), o.floor(), (double) at, (double) length);
      };
    };
  }

  static double half(double high, double low, double at, double length) {
    return low + (high - low) * (1 + Math.cos(Math.PI * at / length)) / 2;
  }
}
