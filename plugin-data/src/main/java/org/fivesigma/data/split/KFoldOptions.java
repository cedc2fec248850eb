package org.fivesigma.data.split;

import org.fivesigma.spi.option.Option;

/** Options of the split into folds for cross-evaluation. */
public record KFoldOptions(
    @Option(description = "How many folds.", value = "10", min = 3, max = 1000) int folds,
    @Option(
            description =
                "stratified draws the folds by class and process; hash takes the fold from the hash"
                    + " of the id, so that the bundle knows the fold of a new event.",
            value = "stratified")
        By by) {

  /** How the fold of an event is found. */
  public enum By {
    /** Drawn by class and process. */
    STRATIFIED,
    /** xxHash64 of the id modulo the number of folds. */
    HASH
  }
}
