package org.fivesigma.spi.metric;

/**
 * A compensated sum (Neumaier 1974): the error of adding n numbers does not grow with n, and
 * numbers that cancel leave an exact zero.
 */
public final class Sum {
  private double sum;
  private double lost;

  /** Adds a term. */
  public void add(double term) {
    double next = sum + term;
    lost += lost(sum, term, next);
    sum = next;
  }

  /**
   * What the rounding of {@code sum + term} to {@code next} lost, exactly (Knuth), for loops that
   * keep their sums in local variables.
   */
  public static double lost(double sum, double term, double next) {
    double rounded = next - sum;
    return (sum - (next - rounded)) + (term - rounded);
  }

  /** The sum so far. */
  public double value() {
    return sum + lost;
  }

  /** The sum of all elements. */
  public static double of(double[] terms) {
    Sum sum = new Sum();
    for (double term : terms) {
      sum.add(term);
    }
    return sum.value();
  }
}
