package org.fivesigma.data.toy;

import java.util.SplittableRandom;

/** Negative weights as next-to-leading-order generators have them. */
record Signs(double fraction) {
  /** +1 or −1, over 1 − 2·fraction, so that the mean is 1. */
  double draw(SplittableRandom random) {
    double sign = random.nextDouble() < fraction ? -1 : 1;
    return sign / (1 - 2 * fraction);
  }
}
