package org.fivesigma.spi.track;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a tracker delivered and what it could not.
 *
 * @param runs runs that were looked at
 * @param sent metric points, parameters, tags and files that the other side did not have
 * @param pending runs of which something is still only on disk; 0 when all is delivered. With more,
 *     a command that otherwise succeeded ends with exit code 3
 * @param problems why, one line each
 */
public record Delivery(int runs, long sent, int pending, List<String> problems) {
  /** Nothing to deliver. */
  public static final Delivery NOTHING = new Delivery(0, 0, 0, List.of());

  public Delivery {
    problems = List.copyOf(problems);
  }

  /** Both together. */
  public Delivery plus(Delivery other) {
    return new Delivery(
        runs + other.runs,
        sent + other.sent,
        pending + other.pending,
        Stream.concat(problems.stream(), other.problems.stream()).distinct().toList());
  }
}
