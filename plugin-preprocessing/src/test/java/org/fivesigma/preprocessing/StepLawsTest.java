package org.fivesigma.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.option.StepSpec;
import org.junit.jupiter.api.Test;

/** Laws that hold for whole pipelines of this plugin's steps. */
class StepLawsTest {
  private static final int ROWS = 3000;
  private static final List<String> NAMES = List.of("mass", "angle", "count");

  private static final StepSpec IMPUTE = StepsAgainstReferenceTest.impute(Impute.Strategy.MEDIAN);
  private static final StepSpec POWER = StepsAgainstReferenceTest.power(true);
  private static final StepSpec NORMAL =
      StepsAgainstReferenceTest.quantile(QuantileTransform.Distribution.NORMAL);
  private static final StepSpec PCA =
      Fits.step(Pca.ID, Pca::new, new Pca.Options(Optional.empty(), true, "pca"));
  private static final StepSpec LOG =
      Fits.step(LogOnePlus.ID, LogOnePlus::new, new LogOnePlus.Options(true));

  private static double[][] values(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] values = new double[3][ROWS];
    for (int r = 0; r < ROWS; r++) {
      values[0][r] =
          (float) (random.nextInt(9) == 0 ? Double.NaN : 20 * Math.exp(random.nextGaussian()));
      values[1][r] = (float) (Math.PI * (2 * random.nextDouble() - 1));
      values[2][r] = random.nextInt(5);
    }
    return values;
  }

  private static double[][] permuted(double[][] values, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] result = new double[values.length][];
    for (int c = 0; c < values.length; c++) {
      result[c] = values[c].clone();
    }
    for (int r = ROWS - 1; r > 0; r--) {
      int other = random.nextInt(r + 1);
      for (double[] column : result) {
        double kept = column[r];
        column[r] = column[other];
        column[other] = kept;
      }
    }
    return result;
  }

  /** Medians and quantiles stay bit for bit, sums to rounding. */
  @Property(tries = 10)
  void theOrderOfEventsDoesNotMatterToFits(@ForAll long seed) {
    double[][] values = values(seed);
    StepSpec[] steps = {
      IMPUTE,
      POWER,
      NORMAL,
      StepsAgainstReferenceTest.robust(),
      LOG,
      StepsAgainstReferenceTest.standard(false),
      StepsAgainstReferenceTest.minMax(0, 1)
    };
    for (StepSpec step : steps) {
      Columns raw = Fits.columns(NAMES, values);
      FeatureMatrix expected = new Fits().fit(raw, 1, step).transform(raw, 1);
      FeatureMatrix found =
          new Fits()
              .fit(Fits.columns(NAMES, permuted(values, seed + 1)), 1, step)
              .transform(raw, 1);
      for (int r = 0; r < ROWS; r += 7) {
        for (int c = 0; c < expected.width(); c++) {
          float e = expected.get(r, c);
          float f = found.get(r, c);
          assertThat(Float.isNaN(e) ? Float.isNaN(f) : Math.abs(e - f) <= 1e-6 * (1 + Math.abs(e)))
              .as("%s [%s, %s]: %s, %s", step.transformer().id(), r, c, e, f)
              .isTrue();
        }
      }
    }
  }

  @Property(tries = 10)
  void whatCanBeUndoneComesBack(@ForAll long seed) {
    double[][] values = values(seed);
    Columns raw = Fits.columns(NAMES, values);
    FittedPipeline pipeline =
        new Fits()
            .fit(
                raw,
                2,
                IMPUTE,
                LOG,
                POWER,
                StepsAgainstReferenceTest.minMax(-1, 1),
                StepsAgainstReferenceTest.standard(false),
                PCA);
    FeatureMatrix matrix = pipeline.transform(raw, 2);
    double[][] seen = new double[matrix.width()][ROWS];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < seen.length; c++) {
        seen[c][r] = matrix.get(r, c);
      }
    }
    double[][] back = pipeline.invert(seen, ROWS);
    for (int c = 0; c < values.length; c++) {
      for (int r = 0; r < ROWS; r++) {
        if (Double.isNaN(values[c][r])) {
          assertThat(back[c][r]).isNaN();
        } else {
          assertThat(back[c][r])
              .as("%s [%s]", NAMES.get(c), r)
              .isCloseTo(values[c][r], offset(2e-5 * (1 + Math.abs(values[c][r]))));
        }
      }
    }
  }

  @Test
  void quantilesComeBackBetweenTheEnds() {
    double[][] values = values(4);
    Columns raw = Fits.columns(List.of("angle"), values[1]);
    FittedPipeline pipeline = new Fits().fit(raw, 1, NORMAL);
    FeatureMatrix matrix = pipeline.transform(raw, 1);
    double[][] seen = {new double[ROWS]};
    for (int r = 0; r < ROWS; r++) {
      seen[0][r] = matrix.get(r, 0);
    }
    double[] back = pipeline.invert(seen, ROWS)[0];
    for (int r = 0; r < ROWS; r++) {
      assertThat(back[r]).isCloseTo(values[1][r], offset(1e-4));
    }
  }

  @Test
  void aStepThatLosesColumnsCannotBeUndone() {
    Columns raw = Fits.columns(NAMES, values(5));
    StepSpec drop =
        Fits.step(
            Drop.ID,
            Drop::new,
            new Drop.Options(Optional.empty(), Optional.empty(), false),
            "count");
    FittedPipeline pipeline = new Fits().fit(raw, 1, drop);
    assertThat(pipeline.outputs()).containsExactly("mass", "angle");
    assertThatThrownBy(() -> pipeline.invert(new double[2][1], 1)).hasMessageContaining("'drop'");
  }

  @Test
  void columnsWithoutValuesOrSpreadAreNotedAndStayFinite() {
    double[] missing = new double[ROWS];
    java.util.Arrays.fill(missing, Double.NaN);
    double[] same = new double[ROWS];
    java.util.Arrays.fill(same, 0.1);
    Columns raw = Fits.columns(List.of("missing", "same"), missing, same);
    StepSpec[] steps = {
      POWER,
      NORMAL,
      StepsAgainstReferenceTest.robust(),
      StepsAgainstReferenceTest.standard(false),
      StepsAgainstReferenceTest.minMax(0, 1)
    };
    for (StepSpec step : steps) {
      Fits fits = new Fits();
      FeatureMatrix matrix = fits.fit(raw, 1, IMPUTE, step).transform(raw, 1);
      assertThat(fits.notes).hasSizeGreaterThanOrEqualTo(2);
      assertThat(Math.abs(matrix.get(0, 0))).isLessThan(10);
      assertThat(Math.abs(matrix.get(0, 1))).isLessThan(10);
    }
  }

  @Test
  void valuesThatAreNotFiniteAreRefusedByName() {
    double[][] values = values(6);
    values[0][17] = Double.POSITIVE_INFINITY;
    Columns raw = Fits.columns(NAMES, values);
    StepSpec[] steps = {
      POWER, StepsAgainstReferenceTest.standard(false), StepsAgainstReferenceTest.minMax(0, 1)
    };
    for (StepSpec step : steps) {
      assertThatThrownBy(() -> new Fits().fit(raw, 1, step))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("'mass'");
    }
    StepSpec clip =
        Fits.step(
            Clip.ID, Clip::new, new Clip.Options(Optional.empty(), Optional.of(1e4), List.of()));
    assertThat(new Fits().fit(raw, 1, clip, POWER).outputs()).isEqualTo(NAMES);
  }

  @Test
  void statesThroughTextGiveTheSameBits() {
    Columns raw = Fits.columns(NAMES, values(7));
    FittedPipeline pipeline = new Fits().fit(raw, 2, IMPUTE, POWER, NORMAL, PCA);
    Map<String, Object> state = pipeline.state();
    assertThat(Fits.copy(state).transform(raw, 1).chunk(0))
        .isEqualTo(pipeline.transform(raw, 2).chunk(0));
  }
}
