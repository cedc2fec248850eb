package org.fivesigma.models;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.FeatureMatrix;

/** Refuses missing and infinite values for models that cannot take them. */
public final class FiniteFeatures {
  private static final int MOST_NAMES = 8;

  private FiniteFeatures() {}

  /**
   * Checks what a model is given.
   *
   * @throws UserError naming columns, counts and the remedy
   */
  public static void require(FeatureMatrix matrix, String model) {
    check(matrix, model, true);
  }

  /**
   * The same for a model that takes missing values.
   *
   * @throws UserError for infinite values, naming columns, counts and the remedy
   */
  public static void requireNotInfinite(FeatureMatrix matrix, String model) {
    check(matrix, model, false);
  }

  private static void check(FeatureMatrix matrix, String model, boolean refuseMissing) {
    int width = matrix.width();
    long[] missing = new long[width];
    long[] infinite = new long[width];
    boolean anyMissing = false;
    boolean anyInfinite = false;
    for (int c = 0; c < matrix.chunkCount(); c++) {
      float[] chunk = matrix.chunk(c);
      for (int i = 0; i < chunk.length; i++) {
        if (Float.isNaN(chunk[i])) {
          missing[i % width]++;
          anyMissing = true;
        } else if (Float.isInfinite(chunk[i])) {
          infinite[i % width]++;
          anyInfinite = true;
        }
      }
    }
    if (anyMissing && refuseMissing) {
      throw UserError.of(
              "missing-values",
              model
                  + " cannot take missing values; of "
                  + matrix.rows()
                  + " events, "
                  + counts(matrix.names(), missing)
                  + " are missing")
          .hint("put {type: impute, strategy: median, indicator: true} first into preprocess");
    }
    if (anyInfinite) {
      throw UserError.of(
              "infinite-value",
              "of "
                  + matrix.rows()
                  + " events, "
                  + counts(matrix.names(), infinite)
                  + " are infinite")
          .hint(
              "a code for missing belongs into data.missing; a division by zero in data.derive is infinite");
    }
  }

  private static String counts(List<String> names, long[] counts) {
    List<String> found = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0) {
        found.add(counts[c] + " of " + names.get(c));
      }
    }
    String text = String.join(", ", found.subList(0, Math.min(MOST_NAMES, found.size())));
    return found.size() > MOST_NAMES
        ? text + " and some of " + (found.size() - MOST_NAMES) + " more columns"
        : text;
  }
}
