package org.fivesigma.models.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.testing.MemoryBundle;
import org.fivesigma.testing.OptionsForTests;
import org.fivesigma.testing.Standardise;
import org.fivesigma.testing.TestTrainingContext;
import org.fivesigma.testing.TrainingSamples;
import org.junit.jupiter.api.Test;

class LogisticTest {
  private static final LogisticRegression.Listener SILENT = (iteration, loss, model) -> {};

  private static LogisticTrainer trainer(Map<String, ?> options) {
    return new LogisticTrainer(OptionsForTests.of(LogisticOptions.class, options));
  }

  @Test
  void gradientAndHessianAreThoseOfTheLoss() {
    for (int classes : new int[] {2, 3}) {
      SplittableRandom random = new Seeds(3).stream("test");
      double[][] x = new double[3][40];
      int[] labels = new int[40];
      double[] weights = new double[40];
      for (int i = 0; i < 40; i++) {
        labels[i] = random.nextInt(classes);
        weights[i] = random.nextDouble() - 0.1;
        for (double[] column : x) {
          column[i] = random.nextGaussian();
        }
      }
      LogisticLoss loss = new LogisticLoss(Design.of(x, 40), labels, weights, classes, 0.7, 1);
      double[] theta = random.doubles(loss.size(), -1, 1).toArray();
      double[] gradient = loss.gradient(theta);
      double[] hessian = loss.hessian(theta);
      int n = loss.size();
      double h = 1e-5;
      for (int j = 0; j < n; j++) {
        double[] up = theta.clone();
        double[] down = theta.clone();
        up[j] += h;
        down[j] -= h;
        double slope =
            (loss.loss(up) + loss.penalty(up) - loss.loss(down) - loss.penalty(down)) / (2 * h);
        assertThat(gradient[j]).isCloseTo(slope, Offset.offset(1e-8));
        double[] gradientUp = loss.gradient(up);
        double[] gradientDown = loss.gradient(down);
        double[] unit = new double[n];
        unit[j] = 1;
        double[] column = loss.hessianTimes(theta, unit);
        for (int i = j; i < n; i++) {
          double second = (gradientUp[i] - gradientDown[i]) / (2 * h);
          assertThat(hessian[i * n + j]).isCloseTo(second, Offset.offset(1e-7));
          assertThat(column[i]).isCloseTo(hessian[i * n + j], Offset.offset(1e-12));
        }
      }
    }
  }

  @Test
  void reachesTheLikelihoodRatioOnGaussians() {
    Sample train = TrainingSamples.gaussian(20_000, 5, 2, 0.5, 1);
    Sample valid = TrainingSamples.gaussian(20_000, 5, 2, 0.5, 2);
    TrainingTask task = TrainingSamples.task(train, valid, 2, List.of(Standardise.step()));
    TestTrainingContext context = TestTrainingContext.of(1, 2, 2);
    double[] exact = new double[valid.rows()];
    float[] column = new float[valid.rows()];
    for (int c = 0; c < 5; c++) {
      valid.features().read(c, 0, valid.rows(), column, 0);
      for (int i = 0; i < exact.length; i++) {
        exact[i] += column[i];
      }
    }
    try (Model model = trainer(Map.of()).fit(task, context)) {
      double[] scores = model.predict(new PredictionInput(valid.features(), 2));
      var auc = context.monitor("valid/auc", valid);
      assertThat(auc.value(scores)).isCloseTo(auc.value(exact), Offset.offset(0.002));
      assertThat(context.history("valid/loss")).hasSizeBetween(2, 20);
      assertThat(context.history("valid/loss")[context.history("valid/loss").length - 1])
          .isCloseTo(context.monitor("valid/loss", valid).value(scores), Offset.offset(1e-12));
    }
  }

  @Test
  void severalClassesAndSavingKeepTheBits() {
    Sample train = TrainingSamples.gaussian(4000, 3, 3, 2, 1);
    TrainingTask task = TrainingSamples.task(train, train, 3, List.of(Standardise.step()));
    try (Model one = trainer(Map.of()).fit(task, TestTrainingContext.of(1, 1, 3));
        Model two = trainer(Map.of()).fit(task, TestTrainingContext.of(1, 4, 3));
        Model back =
            MemoryBundle.of(one).read(id -> new LogisticModelReader(), task.classes(), 1)) {
      double[] scores = one.predict(new PredictionInput(train.features(), 1));
      assertThat(two.predict(new PredictionInput(train.features(), 3))).containsExactly(scores);
      assertThat(back.predict(new PredictionInput(train.features(), 2))).containsExactly(scores);
      int right = 0;
      for (int i = 0; i < train.rows(); i++) {
        double[] p = Arrays.copyOfRange(scores, 3 * i, 3 * i + 3);
        assertThat(p[0] + p[1] + p[2]).isCloseTo(1, Offset.offset(1e-12));
        right += p[train.labels()[i]] > 0.5 ? 1 : 0;
      }
      assertThat(right / 4000.0).isGreaterThan(0.8);
      assertThat(back.importance()).isEqualTo(one.importance());
    }
  }

  @Test
  void conjugateGradientsFindTheSameMinimum() {
    Sample sample = TrainingSamples.gaussian(300, 1100, 2, 0.1, 1);
    double[][] few = new double[5][300];
    double[][] padded = new double[1100][300];
    float[] column = new float[300];
    for (int c = 0; c < 5; c++) {
      sample.features().read(c, 0, 300, column, 0);
      for (int i = 0; i < 300; i++) {
        few[c][i] = column[i];
        padded[c][i] = column[i];
      }
    }
    LogisticRegression regression = new LogisticRegression(1, 100, 1e-11);
    var exact =
        regression.fit(Design.of(few, 300), sample.labels(), sample.weights(), 2, 1, SILENT);
    var inexact =
        regression.fit(Design.of(padded, 300), sample.labels(), sample.weights(), 2, 2, SILENT);
    assertThat(inexact.converged()).isTrue();
    for (int c = 0; c < 5; c++) {
      assertThat(inexact.model().coefficients()[0][c])
          .isCloseTo(exact.model().coefficients()[0][c], Offset.offset(1e-8));
    }
  }

  @Test
  void missingValuesAreRefusedWithColumnsCountAndRemedy() {
    float[][] x = {{1, 2, Float.NaN, 4}, {1, 2, 3, 4}};
    double[] ones = {1, 1, 1, 1};
    Sample sample =
        new Sample(
            Columns.of(List.of("mass", "pt"), x, 4),
            new int[] {0, 1, 0, 1},
            ones,
            ones,
            new long[4]);
    assertThatThrownBy(
            () ->
                trainer(Map.of())
                    .fit(
                        TrainingSamples.task(sample, sample, 2, List.of()),
                        TestTrainingContext.of(1, 1, 2)))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.hint().orElseThrow()).contains("impute"))
        .hasMessageContaining("1 of mass");
  }

  @Test
  void cIsTheInverseOfTheL2Penalty() {
    assertThat(OptionsForTests.of(LogisticOptions.class, Map.of("C", 4.0)).penalty())
        .isEqualTo(0.25);
    assertThat(OptionsForTests.of(LogisticOptions.class, Map.of("C", 4.0, "l2", 2.0)).check())
        .hasSize(1);
  }
}
