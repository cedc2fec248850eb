package org.fivesigma.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.StepSpec;

/** Events for tests of models: Gaussian classes with known likelihood ratio, and real samples. */
public final class TrainingSamples {
  private static final double SIGNAL = 691.99;
  private static final double BACKGROUND = 410999.8;

  private TrainingSamples() {}

  /**
   * Gaussian classes of unit covariance. Class {@code c} stands at {@code shift} on axis {@code c
   * mod features} (binary: background at 0, signal at {@code shift} on every axis), so that the
   * best possible binary score grows with the sum of the features. Weights are 1 but for a physics
   * weight of 2 on every third event.
   */
  public static Sample gaussian(int rows, int features, int classes, double shift, long seed) {
    SplittableRandom random = new Seeds(seed).stream("gaussian");
    float[][] values = new float[features][rows];
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    double[] training = new double[rows];
    long[] ids = new long[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(classes);
      weights[i] = i % 3 == 0 ? 2 : 1;
      training[i] = 1;
      ids[i] = i;
      for (int f = 0; f < features; f++) {
        boolean moved = classes == 2 ? labels[i] == 1 : labels[i] % features == f;
        values[f][i] = (float) (random.nextGaussian() + (moved ? shift : 0));
      }
    }
    List<String> names = IntStream.range(0, features).mapToObj(f -> "x" + f).toList();
    return new Sample(Columns.of(names, values, rows), labels, training, weights, ids);
  }

  /** A task without momenta. */
  public static TrainingTask task(
      Sample train, Sample valid, int classes, List<StepSpec> preprocess) {
    List<String> names =
        classes == 2
            ? List.of("background", "signal")
            : IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
    return new TrainingTask(
        train, Optional.of(valid), names, classes == 2 ? 1 : 0, List.of(), Map.of(), preprocess);
  }

  /**
   * The HiggsML sample: EventId % 5 = 0 valid, 1 test, else train; -999 missing; KaggleWeight
   * rescaled class by class to 691.99 and 410999.8 in each part; balanced training weights.
   */
  public static Parts higgsml() {
    CsvSample csv =
        CsvSample.read(SharedFiles.data("higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz"));
    List<String> names =
        csv.names().stream().filter(n -> n.startsWith("DER_") || n.startsWith("PRI_")).toList();
    float[][] values = csv.features(names, -999);
    double[] id = csv.numbers("EventId", Double.NaN);
    String[] label = csv.texts("Label");
    double[] weight = csv.numbers("KaggleWeight", Double.NaN);
    int[] labels = new int[label.length];
    long[] ids = new long[label.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = label[i].equals("s") ? 1 : 0;
      ids[i] = i;
    }
    Columns columns = Columns.of(names, values, labels.length);
    Sample all = new Sample(columns, labels, weight, weight, ids);
    return new Parts(
        rescaled(all, i -> (long) id[i] % 5 >= 2),
        rescaled(all, i -> (long) id[i] % 5 == 0),
        rescaled(all, i -> (long) id[i] % 5 == 1));
  }

  /** The UCI HIGGS sample: row % 20 in 0–2 test, 3–5 valid, else train; all 28 features. */
  public static Parts uciHiggs() {
    CsvSample csv = CsvSample.read(SharedFiles.data("uci_higgs/uci_higgs_subset_merged.csv.gz"));
    List<String> names =
        csv.names().stream().filter(n -> !n.equals("label") && !n.equals("source")).toList();
    double[] label = csv.numbers("label", Double.NaN);
    double[] ones = new double[label.length];
    java.util.Arrays.fill(ones, 1);
    int[] labels = java.util.Arrays.stream(label).mapToInt(v -> (int) v).toArray();
    long[] ids = IntStream.range(0, labels.length).asLongStream().toArray();
    Sample all =
        new Sample(
            Columns.of(names, csv.features(names, Double.NaN), labels.length),
            labels,
            ones,
            ones,
            ids);
    return new Parts(
        all.select(IntStream.range(0, labels.length).filter(i -> i % 20 >= 6).toArray()),
        all.select(IntStream.range(0, labels.length).filter(i -> i % 20 / 3 == 1).toArray()),
        all.select(IntStream.range(0, labels.length).filter(i -> i % 20 < 3).toArray()));
  }

  private static Sample rescaled(Sample all, IntPredicate wanted) {
    Sample part = all.select(IntStream.range(0, all.rows()).filter(wanted).toArray());
    double[] sums = new double[2];
    int background = 0;
    for (int i = 0; i < part.rows(); i++) {
      sums[part.labels()[i]] += part.weights()[i];
      background += 1 - part.labels()[i];
    }
    double[] physics = new double[part.rows()];
    double[] training = new double[part.rows()];
    for (int i = 0; i < part.rows(); i++) {
      int c = part.labels()[i];
      physics[i] = part.weights()[i] * (c == 1 ? SIGNAL : BACKGROUND) / sums[c];
      training[i] = part.weights()[i] * background / sums[c];
    }
    return new Sample(part.features(), part.labels(), training, physics, part.ids());
  }

  /** Three parts of a sample. */
  public record Parts(Sample train, Sample valid, Sample test) {}
}
