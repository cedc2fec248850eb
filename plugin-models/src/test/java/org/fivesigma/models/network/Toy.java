package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingTask;

/** Gaussian classes in a few dimensions: class k is centred at distance 1 along axis k. */
final class Toy {
  private Toy() {}

  static Sample sample(int rows, int features, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] columns = new float[features][rows];
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(classes);
      weights[i] = 0.5 + random.nextDouble();
      for (int j = 0; j < features; j++) {
        columns[j][i] = (float) (random.nextGaussian() + (j == labels[i] ? 1 : 0));
      }
    }
    List<String> names = IntStream.range(0, features).mapToObj(j -> "x" + j).toList();
    return new Sample(
        Columns.of(names, columns, rows),
        labels,
        weights,
        weights,
        IntStream.range(0, rows).asLongStream().toArray());
  }

  static TrainingTask task(Sample train, Optional<Sample> valid, int classes) {
    List<String> names = new ArrayList<>();
    if (classes == 2) {
      names.addAll(List.of("background", "signal"));
    } else {
      IntStream.range(0, classes).forEach(k -> names.add("class" + k));
    }
    return new TrainingTask(
        train, valid, names, classes == 2 ? 1 : 0, List.of(), Map.of(), List.of());
  }

  static TrainingTask task(int train, int valid, int features, int classes) {
    return task(
        sample(train, features, classes, 1),
        valid == 0 ? Optional.empty() : Optional.of(sample(valid, features, classes, 2)),
        classes);
  }

  /** Area under the ROC curve, unweighted. */
  static double auc(double[] scores, int[] labels) {
    Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    java.util.Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
    double below = 0;
    double pairs = 0;
    double signal = 0;
    for (int i = 0; i < order.length; ) {
      int j = i;
      double s = 0;
      double b = 0;
      while (j < order.length && scores[order[j]] == scores[order[i]]) {
        if (labels[order[j]] == 1) {
          s++;
        } else {
          b++;
        }
        j++;
      }
      pairs += s * (below + b / 2);
      below += b;
      signal += s;
      i = j;
    }
    return pairs / (below * signal);
  }
}
