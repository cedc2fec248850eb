package org.fivesigma.spi;

import java.util.SplittableRandom;

/** Random orders (Fisher and Yates), each equally likely. */
public final class Shuffle {
  private Shuffle() {}

  /** A random order of {@code 0 … n−1}. */
  public static int[] permutation(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Puts the elements into a random order. */
  public static void inPlace(int[] elements, SplittableRandom random) {
    for (int i = elements.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = elements[i];
      elements[i] = elements[j];
      elements[j] = swapped;
    }
  }
}
