package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.fivesigma.models.network.symmetry.Angles;
import org.fivesigma.models.network.symmetry.AugmentOptions;
import org.fivesigma.models.network.symmetry.Move;
import org.fivesigma.models.network.symmetry.Symmetry;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Trainer.TrainingPlan;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Pipeline;
import org.junit.jupiter.api.Test;

class SymmetryTest {
  private static final List<Symmetry> ALL = List.of(Symmetry.values());
  private static final List<String> NAMES =
      List.of("tau_pt", "tau_eta", "tau_phi", "met", "met_phi", "mass");
  private static final Momentum TAU =
      new Momentum(
          "tau", "tau_pt", Optional.of("tau_eta"), "tau_phi", Optional.empty(), Optional.empty());
  private static final Momentum MET =
      new Momentum("met", "met", Optional.empty(), "met_phi", Optional.empty(), Optional.empty());

  /** Momenta in cartesian components, as the step physics_features makes them. */
  private static final class Cartesian implements Pipeline {
    @Override
    public List<String> inputs() {
      return NAMES;
    }

    @Override
    public List<String> outputs() {
      return List.of("tau_px", "tau_py", "tau_pz", "met_px", "met_py", "mass");
    }

    @Override
    public List<FittedTransformer> steps() {
      return List.of();
    }

    @Override
    public FeatureMatrix transform(Columns raw, int threads) {
      float[][] in = new float[6][raw.rows()];
      for (int c = 0; c < 6; c++) {
        raw.read(c, 0, raw.rows(), in[c], 0);
      }
      FeatureMatrix matrix = new FeatureMatrix(outputs(), raw.rows());
      transform(in, raw.rows(), matrix.chunk(0));
      return matrix;
    }

    @Override
    public void transform(float[][] in, int rows, float[] out) {
      for (int i = 0; i < rows; i++) {
        out[6 * i] = (float) (in[0][i] * Math.cos(in[2][i]));
        out[6 * i + 1] = (float) (in[0][i] * Math.sin(in[2][i]));
        out[6 * i + 2] = (float) (in[0][i] * Math.sinh(in[1][i]));
        out[6 * i + 3] = (float) (in[3][i] * Math.cos(in[4][i]));
        out[6 * i + 4] = (float) (in[3][i] * Math.sin(in[4][i]));
        out[6 * i + 5] = in[5][i];
      }
    }
  }

  private static Sample sample(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] columns = new float[6][rows];
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(2);
      weights[i] = 1;
      columns[0][i] = (float) (1 - 0.7 * Math.log(random.nextDouble()));
      columns[1][i] = (float) random.nextGaussian();
      columns[2][i] = (float) (Math.PI * (2 * random.nextDouble() - 1));
      columns[3][i] = (float) -Math.log(random.nextDouble());
      // signal: missing energy opposite to the tau
      double spread = labels[i] == 1 ? 0.8 : 3;
      columns[4][i] = (float) wrap(columns[2][i] + Math.PI + spread * random.nextGaussian());
      columns[5][i] = (float) (random.nextGaussian() + 0.3 * labels[i]);
    }
    return new Sample(
        Columns.of(NAMES, columns, rows),
        labels,
        weights,
        weights,
        IntStream.range(0, rows).asLongStream().toArray());
  }

  private static double wrap(double phi) {
    return Math.atan2(Math.sin(phi), Math.cos(phi));
  }

  private static TrainingTask task(int train, int valid) {
    return new TrainingTask(
        sample(train, 1),
        Optional.of(sample(valid, 2)),
        List.of("background", "signal"),
        1,
        List.of(TAU, MET),
        Map.of(),
        List.of());
  }

  private static Angles angles() {
    return Angles.of(NAMES, List.of(TAU, MET), Map.of(), List.of());
  }

  @Test
  void azimuthsStayInTheirRangeAndDistancesBetweenThemAreKept() {
    Angles angles = angles();
    SplittableRandom random = new SplittableRandom(4);
    for (int k = 0; k < 500; k++) {
      float[][] event = new float[6][1];
      event[1][0] = 0.7f;
      event[2][0] = (float) (2 * Math.PI * random.nextDouble() - Math.PI);
      event[4][0] = (float) (2 * Math.PI * random.nextDouble() - Math.PI);
      double before = Math.cos(event[2][0] - event[4][0]);
      Move move = Move.random(java.util.EnumSet.allOf(Symmetry.class), random);
      angles.apply(move, event, 0);
      assertThat((double) event[2][0]).isBetween(-Math.PI - 1e-6, Math.PI + 1e-6);
      assertThat(Math.cos(event[2][0] - event[4][0])).isCloseTo(before, Offset.offset(2e-6));
      assertThat(event[1][0]).isEqualTo(move.zFlip() ? -0.7f : 0.7f);
    }
    float[][] absent = {{1}, {Float.NaN}, {Float.NaN}, {1}, {1}, {1}};
    angles.apply(new Move(1, true, true), absent, 0);
    assertThat(absent[1][0]).isNaN();
    assertThat(absent[2][0]).isNaN();
  }

  @Test
  void copiesInPredictionAreTheSlowWay() {
    Mlp mlp = new Mlp();
    mlp.symmetries = ALL;
    mlp.augment = Optional.of(new AugmentOptions("random", new AugmentOptions.Copies(4, 2, 2)));
    TrainingTask task = task(800, 900);
    TestContext context = new TestContext(1, 1);
    context.pipeline = Optional.of(new Cartesian());
    try (MlpModel model = (MlpModel) mlp.trainer().fit(task, context)) {
      Columns columns = task.valid().orElseThrow().features();
      double[] fast = model.predict(new PredictionInput(columns, 2));
      double[] slow = new double[fast.length];
      for (boolean z : new boolean[] {false, true}) {
        for (boolean t : new boolean[] {false, true}) {
          for (int r = 0; r < 4; r++) {
            float[][] moved = new float[6][columns.rows()];
            for (int c = 0; c < 6; c++) {
              columns.read(c, 0, columns.rows(), moved[c], 0);
            }
            for (int i = 0; i < columns.rows(); i++) {
              moved[1][i] *= z ? -1 : 1;
              for (int c : new int[] {2, 4}) {
                moved[c][i] = (float) wrap((t ? -1 : 1) * moved[c][i] + r * Math.PI / 2);
              }
            }
            double[] scores =
                model.scores(Columns.of(NAMES, moved, columns.rows()), Copies.NONE, 1);
            for (int i = 0; i < slow.length; i++) {
              slow[i] += scores[i] / 16;
            }
          }
        }
      }
      for (int i = 0; i < slow.length; i++) {
        assertThat(fast[i]).isCloseTo(slow[i], Offset.offset(1e-6));
      }
      assertThat(model.predict(new PredictionInput(columns, 1))).isEqualTo(fast);
      double[] few = model.predict(new PredictionInput(columns.select(new int[] {7, 800}), 1));
      assertThat(few).containsExactly(fast[7], fast[800]);
    }
  }

  @Test
  void trainingEventsAreChangedAnewInEachEpochWithoutLeavingTheirKind() {
    Sample sample = sample(300, 5);
    AugmentedFeatures features =
        new AugmentedFeatures(sample.features(), new Cartesian(), angles(), ALL, new Seeds(1));
    int[] order = IntStream.range(0, 300).toArray();
    float[] first = new float[300 * 6];
    float[] second = new float[300 * 6];
    float[] again = new float[300 * 6];
    features.gather(order, 0, 300, 0, first);
    features.gather(order, 0, 300, 1, second);
    features.gather(order, 0, 300, 0, again);
    assertThat(again).isEqualTo(first).isNotEqualTo(second);
    FeatureMatrix plain = new Cartesian().transform(sample.features(), 1);
    int flipped = 0;
    for (int i = 0; i < 300; i++) {
      double inner = 0;
      double expected = 0;
      for (int k = 0; k < 2; k++) {
        inner += first[6 * i + k] * first[6 * i + 3 + k];
        expected += plain.get(i, k) * plain.get(i, 3 + k);
      }
      assertThat(inner).isCloseTo(expected, Offset.offset(1e-4));
      assertThat(Math.abs(first[6 * i + 2])).isEqualTo(Math.abs(plain.get(i, 2)));
      assertThat(first[6 * i + 5]).isEqualTo(plain.get(i, 5));
      flipped += first[6 * i + 2] == plain.get(i, 2) ? 0 : 1;
    }
    assertThat(flipped).isBetween(110, 190);
  }

  @Test
  void theReportSaysThatAveragingMakesScoresMoreInvariant() throws java.io.IOException {
    Mlp mlp = new Mlp();
    mlp.symmetries = ALL;
    mlp.epochs = 5;
    mlp.augment = Optional.of(new AugmentOptions("random", new AugmentOptions.Copies(8, 2, 2)));
    TestContext context = new TestContext(1, 2);
    context.pipeline = Optional.of(new Cartesian());
    TrainingTask task = task(1500, 500);
    try (Model model = mlp.trainer().fit(task, context)) {
      Map<?, ?> report = (Map<?, ?>) model.facts().get("invariance");
      assertThat(report).hasSize(3);
      for (Symmetry kind : ALL) {
        Map<?, ?> of = (Map<?, ?>) report.get(kind.name().toLowerCase(java.util.Locale.ROOT));
        double single = (double) of.get("single");
        double averaged = (double) of.get("averaged");
        assertThat(single).isPositive();
        assertThat(averaged).isLessThan(0.5 * single);
      }
      MemoryBundle bundle = new MemoryBundle();
      model.save(bundle);
      Columns columns = task.valid().orElseThrow().features();
      try (Model read = new MlpReader().read(bundle)) {
        assertThat(read.predict(new PredictionInput(columns, 1)))
            .isEqualTo(model.predict(new PredictionInput(columns, 2)));
      }
    }
  }

  @Test
  void featuresThatTheSymmetriesMissAreErrors() {
    List<Momentum> momenta = List.of(TAU, MET);
    List<String> more = new java.util.ArrayList<>(NAMES);
    more.add("jet_phi");
    assertThatThrownBy(() -> Angles.of(more, momenta, Map.of(), List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'jet_phi' is an angle of no momentum");
    assertThat(Angles.of(more, momenta, Map.of(), List.of("jet_phi")).azimuths())
        .containsExactly(2, 4);
    assertThatThrownBy(
            () -> Angles.of(NAMES, momenta, Map.of("mass", List.of("x")), List.of("nothing")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'nothing' is no feature");
    assertThatThrownBy(
            () ->
                Angles.of(
                    NAMES,
                    momenta,
                    Map.of("mass", List.of("step"), "step", List.of("tau_eta")),
                    List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("derived from 'tau_eta'");
    assertThatThrownBy(() -> Angles.of(NAMES, List.of(), Map.of(), List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("momenta");
  }

  @Test
  void whatTheFileAloneShowsIsFoundBeforeDataIsRead() {
    Mlp mlp = new Mlp();
    mlp.symmetries = ALL;
    assertThat(
            mlp.trainer()
                .check(new TrainingPlan(List.of(), List.of(), false, List.of("cpu"), true)))
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("symmetries"));
    mlp.symmetries = List.of(Symmetry.Z_FLIP);
    mlp.augment = Optional.of(new AugmentOptions("random", new AugmentOptions.Copies(8, 2, 1)));
    assertThat(mlp.options().check())
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("augment.predict.phi_rotation"));
    mlp.symmetries = List.of();
    assertThat(mlp.options().check()).hasSize(1);
  }
}
