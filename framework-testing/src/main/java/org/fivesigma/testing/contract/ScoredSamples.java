package org.fivesigma.testing.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.Shuffle;
import org.fivesigma.spi.metric.Scored;

/** Scored parts for tests of metrics: with ties, processes, negative weights and odd corners. */
public final class ScoredSamples {
  private ScoredSamples() {}

  /**
   * Scores of a fair classifier, rounded to a grid so that many are equal; weights from 0.1 to 2
   * with a sign, one in twenty negative; the processes of a background are two.
   *
   * @param classes 2 or more; the signal class is the last
   */
  public static Scored part(String name, int classes, int rows, long seed) {
    SplittableRandom random = new Seeds(seed).stream("scored", classes, rows);
    int[] labels = new int[rows];
    int[] process = new int[rows];
    double[] weights = new double[rows];
    int outputs = classes == 2 ? 1 : classes;
    double[] scores = new double[rows * outputs];
    for (int i = 0; i < rows; i++) {
      labels[i] = i < classes ? i : random.nextInt(classes);
      process[i] = labels[i] == 0 && random.nextBoolean() ? classes : labels[i];
      weights[i] = (0.1 + 1.9 * random.nextDouble()) * (random.nextInt(20) == 0 ? -1 : 1);
      if (classes == 2) {
        double score = random.nextGaussian() + labels[i];
        scores[i] = Math.rint(200 / (1 + Math.exp(-score))) / 200;
      } else {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          double value =
              Math.exp(Math.rint(2 * (random.nextGaussian() + (labels[i] == c ? 1 : 0))));
          scores[i * outputs + c] = value;
          sum += value;
        }
        for (int c = 0; c < classes; c++) {
          scores[i * outputs + c] /= sum;
        }
      }
    }
    return of(name, classes, labels, scores, weights, process);
  }

  /** A part of given values; the classes of a binary part are background and signal. */
  public static Scored of(
      String name, int classes, int[] labels, double[] scores, double[] weights, int[] process) {
    List<String> names =
        classes == 2
            ? List.of("background", "signal")
            : IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
    List<String> processes =
        IntStream.rangeClosed(0, classes).mapToObj(p -> "process" + p).toList();
    return new Scored(
        name,
        names,
        classes - 1,
        labels,
        scores,
        weights,
        weights,
        process,
        processes,
        Optional.empty());
  }

  /** The same part with a train part to compare with. */
  public static Scored withReference(Scored part, Scored train) {
    return new Scored(
        part.part(),
        part.classes(),
        part.signalClass(),
        part.labels(),
        part.scores(),
        part.weights(),
        part.physicsWeights(),
        part.process(),
        part.processes(),
        Optional.of(train));
  }

  /** Some events of a part, in the order given. */
  public static Scored select(Scored part, int[] events) {
    int outputs = part.outputs();
    double[] scores = new double[events.length * outputs];
    for (int i = 0; i < events.length; i++) {
      System.arraycopy(part.scores(), events[i] * outputs, scores, i * outputs, outputs);
    }
    return new Scored(
        part.part(),
        part.classes(),
        part.signalClass(),
        Arrays.stream(events).map(i -> part.labels()[i]).toArray(),
        scores,
        pick(part.weights(), events),
        pick(part.physicsWeights(), events),
        Arrays.stream(events).map(i -> part.process()[i]).toArray(),
        part.processes(),
        part.reference());
  }

  /** The elements of an array at these places. */
  public static double[] pick(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
  }

  /** All numbers below {@code rows} in a seeded order. */
  public static int[] permutation(int rows, long seed) {
    int[] order = IntStream.range(0, rows).toArray();
    SplittableRandom random = new Seeds(seed).stream("permutation", rows);
    Shuffle.inPlace(order, random);
    return order;
  }
}
