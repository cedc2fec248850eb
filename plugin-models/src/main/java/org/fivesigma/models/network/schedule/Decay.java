package org.fivesigma.models.network.schedule;

import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Option;

/** Schedules that only fall: {@code step}, {@code exponential}, {@code inverse_decay}. */
public final class Decay {
  private Decay() {}

  /** Options of {@code step}. */
  public record StepOptions(
      @Option(description = "Epochs (or steps) between two falls.", value = "10", min = 1)
          int every,
      @Option(
              description = "What the learning rate is multiplied by at each fall.",
              value = "0.1",
              min = 0,
              minExclusive = true)
          double factor,
      @Option(description = "Whether every counts epochs or steps.", value = "epoch") Per per) {}

  /** Options of {@code exponential}. */
  public record ExponentialOptions(
      @Option(
              description = "The learning rate after k counts is the first divided by decay^k.",
              value = "1.05",
              min = 1)
          double decay,
      @Option(description = "Whether k counts steps or epochs.", value = "epoch") Per per,
      @Option(description = "The learning rate does not fall below.", value = "0.0", min = 0)
          double floor) {}

  /** Options of {@code inverse_decay}. */
  public record InverseOptions(
      @Option(
              description = "The learning rate after k counts is the first divided by 1 + decay·k.",
              value = "1.0e-3",
              min = 0)
          double decay,
      @Option(description = "Whether k counts steps or epochs.", value = "step") Per per,
      @Option(description = "The learning rate does not fall below.", value = "0.0", min = 0)
          double floor) {}

  /** Falls by a factor at even distances. */
  public static Schedule step(StepOptions o) {
    return setting ->
        step ->
            setting.learningRate()
                * Math.pow(o.factor(), Math.floor(o.per().count(step, setting) / o.every()));
  }

  /** lr/decay^k. */
  public static Schedule exponential(ExponentialOptions o) {
    return setting ->
        step ->
            Math.max(
                o.floor(),
                setting.learningRate() / Math.pow(o.decay(), o.per().count(step, setting)));
  }

  /** lr/(1 + decay·k). */
  public static Schedule inverse(InverseOptions o) {
    return setting ->
        step ->
            Math.max(
                o.floor(), setting.learningRate() / (1 + o.decay() * o.per().count(step, setting)));
  }
}
