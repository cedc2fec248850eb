package org.fivesigma.spi.metric;

import java.util.SplittableRandom;
import org.fivesigma.spi.Seeds;

/**
 * Poisson bootstrap replicas of a list of events: in replica r each event occurs Poisson(1) times.
 * The counts depend on seeds, purpose and r alone, so that everything that is compared on the same
 * events, in the same order, sees the same replicas, on any number of threads.
 */
public final class PoissonReplicas {
  private static final int BITS = 12;
  private static final int CELLS = 1 << BITS;
  private static final int DRAWS = 64 / BITS;
  private static final byte BETWEEN = -1;
  private static final double[] CUMULATIVE = cumulative();
  private static final byte[] TABLE = table();

  private final Seeds seeds;
  private final String purpose;

  /** Replicas of a purpose. */
  public PoissonReplicas(Seeds seeds, String purpose) {
    this.seeds = seeds;
    this.purpose = purpose;
  }

  /** How often each event occurs in replica {@code r}. */
  public void counts(long r, byte[] counts) {
    SplittableRandom random = seeds.stream(purpose, r);
    int n = counts.length;
    int i = 0;
    // Twelve bits decide a count, but for the few cells that a step of the distribution divides.
    for (; i + DRAWS <= n; i += DRAWS) {
      long bits = random.nextLong();
      for (int k = 0; k < DRAWS; k++) {
        counts[i + k] = count((int) bits & (CELLS - 1), random);
        bits >>>= BITS;
      }
    }
    long bits = random.nextLong();
    for (; i < n; i++) {
      counts[i] = count((int) bits & (CELLS - 1), random);
      bits >>>= BITS;
    }
  }

  private static byte count(int cell, SplittableRandom random) {
    byte count = TABLE[cell];
    return count == BETWEEN ? quantile((cell + random.nextDouble()) / CELLS) : count;
  }

  private static byte quantile(double u) {
    byte k = 0;
    while (k < CUMULATIVE.length - 1 && u >= CUMULATIVE[k]) {
      k++;
    }
    return k;
  }

  private static double[] cumulative() {
    double[] cumulative = new double[20];
    double term = Math.exp(-1);
    double sum = 0;
    for (int k = 0; k < cumulative.length; k++) {
      sum += term;
      cumulative[k] = sum;
      term /= k + 1;
    }
    return cumulative;
  }

  private static byte[] table() {
    byte[] table = new byte[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      byte low = quantile(cell / (double) CELLS);
      byte high = quantile(Math.nextDown((cell + 1.0) / CELLS));
      table[cell] = low == high ? low : BETWEEN;
    }
    return table;
  }
}
