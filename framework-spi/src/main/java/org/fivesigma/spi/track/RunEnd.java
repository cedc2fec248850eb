package org.fivesigma.spi.track;

import java.time.Instant;

/**
 * How a run ended.
 *
 * @param reason why it did not finish, one line; empty for a finished run
 */
public record RunEnd(Status status, String reason, Instant ended) {
  /** The ways a run ends. */
  public enum Status {
    /** To the end. */
    FINISHED,
    /** By an error. */
    FAILED,
    /** By the user or the machine; {@code resume} goes on. */
    INTERRUPTED,
    /** By a pruner: a trial that would not have been the best. */
    PRUNED
  }
}
