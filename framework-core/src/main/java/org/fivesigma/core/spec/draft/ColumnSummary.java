package org.fivesigma.core.spec.draft;

import java.util.List;
import org.fivesigma.spi.data.ColumnType;

/**
 * What is known of a column of a data file.
 *
 * @param distinct number of different values seen, counted to a bound
 * @param values some of the values seen, as text, most frequent first
 * @param min smallest number; NaN for text
 * @param negative how many numbers are below 0
 * @param repeatedMinimum how often the smallest number stands there
 * @param nextMinimum smallest number above {@code min}; NaN where there is none
 */
public record ColumnSummary(
    String name,
    ColumnType type,
    int distinct,
    List<String> values,
    double min,
    long negative,
    long repeatedMinimum,
    double nextMinimum) {
  public ColumnSummary {
    values = List.copyOf(values);
  }

  /**
   * Whether the smallest number looks like a code for "missing": repeated, round, far below the
   * rest.
   */
  boolean minimumLooksMissing(long rows) {
    if (!(min < 0) || min != Math.rint(min) || repeatedMinimum < 2) {
      return false;
    }
    double gap = Double.isNaN(nextMinimum) ? Double.POSITIVE_INFINITY : nextMinimum - min;
    boolean code = isNines(min) || min <= -99;
    if (code) {
      return repeatedMinimum * 1000 >= rows && gap > Math.abs(min) * 0.5;
    }
    return distinct > 50 && repeatedMinimum * 200 >= rows && gap > Math.max(1, Math.abs(min) * 0.2);
  }

  private static boolean isNines(double value) {
    return Long.toString(Math.abs((long) value)).matches("9{2,}");
  }
}
