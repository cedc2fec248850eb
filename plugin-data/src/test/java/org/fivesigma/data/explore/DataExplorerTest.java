package org.fivesigma.data.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.data.Loading;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.fivesigma.spi.explore.Exploration;
import org.fivesigma.spi.explore.Exploration.Feature;
import org.fivesigma.spi.explore.Explorer;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataExplorerTest {
  private static final int N = 20_000;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(5);

  private static Exploration explore(
      List<String> names, float[][] values, int[] labels, double[] weights, int threads) {
    int[] even = IntStream.range(0, labels.length).filter(i -> i / 4 % 2 == 0).toArray();
    int[] odd = IntStream.range(0, labels.length).filter(i -> i / 4 % 2 == 1).toArray();
    return new DataExplorer()
        .explore(
            new Explorer.Data(
                Columns.of(names, values, labels.length),
                List.of("background", "signal"),
                1,
                labels,
                weights,
                Map.of("train", even, "test", odd),
                List.of(
                    new Column.Longs(IntStream.range(0, labels.length).asLongStream().toArray())),
                threads,
                line -> {}));
  }

  private float[] draw(java.util.function.IntToDoubleFunction value) {
    float[] values = new float[N];
    for (int i = 0; i < N; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return values;
  }

  private static int[] labels() {
    return IntStream.range(0, N).map(i -> i % 4 == 0 ? 1 : 0).toArray();
  }

  private static double[] ones() {
    double[] ones = new double[N];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void separationDriftAndHistogramsAreWhatTheSamplesSay() {
    int[] labels = labels();
    float[] gauss = draw(i -> random.nextGaussian() + labels[i]);
    float[] drifting = draw(i -> random.nextGaussian() + (i / 4 % 2 == 0 ? 0.2 : 0));
    float[] uniform = draw(i -> random.nextDouble());
    double[] weights = ones();
    weights[0] = -3;
    Exploration found =
        explore(
            List.of("gauss", "drifting", "uniform"),
            new float[][] {gauss, drifting, uniform},
            labels,
            weights,
            2);
    Feature first = found.features().get(0);
    // Φ(1/√2)
    assertThat(first.auc().orElseThrow()).isCloseTo(0.7602, within(0.015));
    // 2Φ(1/2) − 1
    assertThat(first.ks().orElseThrow()).isCloseTo(0.3829, within(0.03));
    assertThat(first.driftProbability().orElseThrow()).isGreaterThan(1e-4);
    assertThat(found.features().get(1).driftProbability().orElseThrow()).isLessThan(1e-10);
    assertThat(found.features().get(2).shape()).isEqualTo("uniform");
    assertThat(first.shape()).isEqualTo("symmetric");
    assertThat(found.remarks())
        .anyMatch(r -> r.contains("'drifting' differs between train and test"))
        .anyMatch(r -> r.contains("1 events") && r.contains("negative weight"));
    double sum = found.classes().get(1).sumOfWeights();
    double binned =
        Arrays.stream(first.histogram().sums()[1]).sum()
            + first.histogram().below()[1]
            + first.histogram().above()[1];
    assertThat(binned).isCloseTo(sum, within(1e-9));
    assertThat(sum).isEqualTo(N / 4 - 4);
    assertThat(found.correlations().get(0).matrix()[0][1]).isCloseTo(0, within(0.03));
    assertThat(found.correlations().get(0).matrix()[2][2]).isCloseTo(1, within(1e-12));
  }

  @Test
  void theResultDoesNotDependOnThreads() {
    float[][] values = {draw(i -> random.nextGaussian()), draw(i -> random.nextDouble())};
    Exploration one = explore(List.of("a", "b"), values, labels(), ones(), 1);
    Exploration three = explore(List.of("a", "b"), values, labels(), ones(), 3);
    for (int f = 0; f < 2; f++) {
      assertThat(three.features().get(f).auc()).isEqualTo(one.features().get(f).auc());
      assertThat(three.features().get(f).mean()).isEqualTo(one.features().get(f).mean());
      assertThat(three.features().get(f).histogram().sums())
          .isDeepEqualTo(one.features().get(f).histogram().sums());
    }
    assertThat(three.correlations().get(1).matrix())
        .isDeepEqualTo(one.correlations().get(1).matrix());
  }

  @Test
  void whatDoesNotFitAColumnsNameIsSaid() {
    int[] labels = labels();
    List<String> names =
        List.of("jet_eta", "jet_phi", "tau_pt", "n_jets", "mass", "constant", "copy", "leak");
    float[] mass = draw(i -> i % 50 == 0 ? -7 : 20 + 100 * random.nextDouble());
    float[][] values = {
      draw(i -> i == 3 ? 400 : random.nextGaussian()),
      draw(i -> 360 * random.nextDouble()),
      draw(i -> 10 * random.nextGaussian()),
      draw(i -> 22 + random.nextInt(400)),
      mass,
      draw(i -> 5),
      draw(i -> i % 3 == 0 ? random.nextDouble() : mass[i]),
      draw(i -> labels[i] + 0.1 * random.nextDouble())
    };
    List<String> remarks = explore(names, values, labels, ones(), 2).remarks();
    assertThat(remarks.get(0)).contains("'leak'").contains("label");
    assertThat(remarks)
        .anyMatch(r -> r.contains("'jet_eta'") && r.contains("400"))
        .anyMatch(r -> r.contains("'jet_phi'") && r.contains("degrees"))
        .anyMatch(r -> r.contains("'tau_pt'") && r.contains("not negative"))
        .anyMatch(r -> r.contains("'n_jets'") && r.contains("unlikely"))
        .anyMatch(
            r -> r.startsWith("-7 stands at") && r.contains("mass, copy") && r.contains("missing?"))
        .anyMatch(r -> r.contains("'constant' is constant"))
        .anyMatch(r -> r.contains("'mass' equals 'copy'"));
  }

  @Test
  void repeatedEventsAndEmptyColumnsAreCounted() {
    float[] x = draw(i -> i < 100 ? i % 10 : 1000 + i);
    float[] empty = draw(i -> Double.NaN);
    Exploration found =
        explore(List.of("x", "empty"), new float[][] {x, empty}, labels(), ones(), 1);
    assertThat(found.duplicates().rows()).isEqualTo(90);
    assertThat(found.duplicates().acrossClasses()).isPositive();
    assertThat(found.duplicates().ids()).isZero();
    assertThat(found.features().get(1).missing()).isEqualTo(N);
    assertThat(found.features().get(1).shape()).isEqualTo("no values");
  }

  @Test
  void theShiftedHeaderOfTheProcessesSampleIsSeen() {
    Path file = SharedFiles.data("fair_universe/fair_hep2024_processes.csv.gz");
    Loading loading = new Loading(folder).from(Loading.csv(file)).missing(-7, -25);
    List<String> features =
        loading.schema().entrySet().stream()
            .filter(e -> e.getValue().numeric())
            .map(Map.Entry::getKey)
            .toList();
    Loaded loaded =
        loading.want(As.FLOAT, features.toArray(String[]::new)).want(As.NATURAL, "process").load();
    int rows = loaded.table().rows();
    float[][] values = new float[features.size()][];
    for (int f = 0; f < values.length; f++) {
      values[f] = ((Column.Floats) loaded.table().column(features.get(f))).values();
    }
    int[] labels =
        IntStream.range(0, rows)
            .map(i -> loaded.table().column("process").text(i).equals("htautau") ? 1 : 0)
            .toArray();
    double[] weights = new double[rows];
    Arrays.fill(weights, 1);
    List<String> remarks = explore(features, values, labels, weights, 2).remarks();
    assertThat(remarks)
        .anyMatch(r -> r.startsWith("'PRI_n_jets'"))
        .anyMatch(r -> r.startsWith("'PRI_jet_subleading_phi'"));
  }
}
