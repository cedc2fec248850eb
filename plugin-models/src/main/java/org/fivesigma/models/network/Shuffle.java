package org.fivesigma.models.network;

import java.util.SplittableRandom;

/** Orders of events. */
final class Shuffle {
  private Shuffle() {}

  /** A random order of {@code 0 … n−1} (Fisher and Yates). */
  static int[] permutation(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
