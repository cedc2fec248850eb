package org.fivesigma.spi.track;

import java.util.Map;

/** One run as a tracker sees it. After {@link #end} nothing more is said of it. */
public interface TrackedRun {
  /** One measured value. */
  void metric(MetricPoint point);

  /** Settings that became known later, such as the best trial's. A value is given once. */
  void parameters(Map<String, String> parameters);

  /** A tag; a second value replaces the first. */
  void tag(String key, String value);

  /** A line of the run's log; most trackers take {@code log.txt} from the run folder instead. */
  default void log(String line) {}

  /**
   * The run is over and its folder complete, as far as it goes: results ({@code metrics.json}),
   * predictions, plots, report, bundle and log are taken from there.
   */
  void end(RunEnd end);

  /** A run that takes everything and does nothing: {@code tracking: none}. */
  static TrackedRun none() {
    return new TrackedRun() {
      @Override
      public void metric(MetricPoint point) {}

      @Override
      public void parameters(Map<String, String> parameters) {}

      @Override
      public void tag(String key, String value) {}

      @Override
      public void end(RunEnd end) {}
    };
  }
}
