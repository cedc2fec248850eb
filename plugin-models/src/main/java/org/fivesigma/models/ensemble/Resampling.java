package org.fivesigma.models.ensemble;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.spi.Shuffle;
import org.fivesigma.spi.model.Sample;

/** Which events a member sees, and their weights. */
final class Resampling {
  private Resampling() {}

  /**
   * A fold for every event, the same number of events of each class in each fold but for one.
   *
   * @param folds number of folds
   */
  static int[] folds(int[] labels, int folds, SplittableRandom random) {
    int[] order = IntStream.range(0, labels.length).toArray();
    Shuffle.inPlace(order, random);
    int[] next = new int[Arrays.stream(labels).max().orElse(0) + 1];
    int[] fold = new int[labels.length];
    for (int c = 0; c < next.length; c++) {
      // Classes begin at different folds, so that what is left over is spread.
      next[c] = c % folds;
    }
    for (int i : order) {
      fold[i] = next[labels[i]];
      next[labels[i]] = (next[labels[i]] + 1) % folds;
    }
    return fold;
  }

  /** As many events as there are, drawn with replacement, ascending. */
  static int[] bootstrap(int rows, SplittableRandom random) {
    return IntStream.generate(() -> random.nextInt(rows)).limit(rows).sorted().toArray();
  }

  /**
   * Some events of a part as a part of their own: the training weights of each class keep their sum
   * per event, the physics weights of each class their sum. Training weights that are all 1 stay 1.
   */
  static Sample part(Sample whole, int[] rows) {
    Sample part = whole.select(rows);
    boolean plain = Arrays.stream(whole.trainingWeights()).allMatch(w -> w == 1);
    double share = (double) part.rows() / whole.rows();
    double[] training =
        plain
            ? part.trainingWeights()
            : rescaled(
                part.trainingWeights(),
                part.labels(),
                sums(whole.trainingWeights(), whole.labels()),
                share);
    double[] physics =
        rescaled(part.weights(), part.labels(), sums(whole.weights(), whole.labels()), 1);
    return new Sample(part.features(), part.labels(), training, physics, part.ids());
  }

  private static double[] sums(double[] weights, int[] labels) {
    double[] sums = new double[Arrays.stream(labels).max().orElse(0) + 1];
    for (int i = 0; i < weights.length; i++) {
      sums[labels[i]] += weights[i];
    }
    return sums;
  }

  private static double[] rescaled(double[] weights, int[] labels, double[] wanted, double share) {
    double[] now = sums(weights, labels);
    double[] result = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      int c = labels[i];
      double factor = wanted[c] * share / now[c];
      result[i] = Double.isFinite(factor) && factor > 0 ? weights[i] * factor : weights[i];
    }
    return result;
  }
}
