package org.fivesigma.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.transform.TransformerReader;
import org.junit.jupiter.api.Test;

class PipelineFitterTest {
  private static final int ROWS = 20_000;
  private static final List<String> NAMES = List.of("a_pt", "a_eta", "b_pt", "b_eta");
  private final float[][] values = values();
  private final Columns raw = Columns.of(NAMES, values, ROWS);
  private final List<String> notes = new ArrayList<>();

  private static float[][] values() {
    SplittableRandom random = new Seeds(7).stream("test");
    float[][] values = new float[NAMES.size()][ROWS];
    for (float[] column : values) {
      double offset = 10 * random.nextDouble();
      for (int i = 0; i < ROWS; i++) {
        column[i] = (float) (offset + random.nextDouble());
      }
    }
    return values;
  }

  private FittedPipeline fit(StepSpec... steps) {
    return fit(2, steps);
  }

  private FittedPipeline fit(int threads, StepSpec... steps) {
    PipelineFitter.Training training =
        new PipelineFitter.Training(
            raw, new double[ROWS], new int[ROWS], List.of(), Optional.of(1));
    return PipelineFitter.fit(List.of(steps), training, new Seeds(1), threads, notes::add);
  }

  private static double mean(FeatureMatrix matrix, int column) {
    double sum = 0;
    for (int r = 0; r < matrix.rows(); r++) {
      sum += matrix.get(r, column);
    }
    return sum / matrix.rows();
  }

  @Test
  void aStepActsOnTheColumnsOfItsGlobsAndOthersPassUnchangedInPlace() {
    FeatureMatrix matrix = fit(Shift.centre("*_pt", "!b_*")).transform(raw, 2);
    assertThat(matrix.names()).isEqualTo(NAMES);
    assertThat(mean(matrix, 0)).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-6));
    for (int c = 1; c < 4; c++) {
      for (int r = 0; r < ROWS; r++) {
        assertThat(matrix.get(r, c)).isEqualTo(values[c][r]);
      }
    }
  }

  @Test
  void aStepIsFittedOnTheEventsAsTheStepsBeforeItLeaveThem() {
    FittedPipeline pipeline =
        fit(Shift.sum("pt", "*_pt"), Shift.centre(), Shift.sum("all"), Shift.centre("all"));
    FeatureMatrix matrix = pipeline.transform(raw, 1);
    assertThat(matrix.names()).containsExactly("all");
    assertThat(mean(matrix, 0)).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-6));
    Shift.Centred first = (Shift.Centred) pipeline.steps().get(1);
    assertThat(first.inputs()).containsExactly("a_eta", "b_eta", "pt");
    Shift.Centred last = (Shift.Centred) pipeline.steps().get(3);
    assertThat(last.means()[0]).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void theResultDoesNotDependOnThreadsOrOnTheBatch() {
    FittedPipeline pipeline = fit(1, Shift.centre(), Shift.sum("pt", "*_pt"), Shift.centre("pt"));
    FeatureMatrix one = pipeline.transform(raw, 1);
    FeatureMatrix three =
        fit(3, Shift.centre(), Shift.sum("pt", "*_pt"), Shift.centre("pt")).transform(raw, 3);
    assertThat(three.chunk(0)).isEqualTo(one.chunk(0));
    int rows = 1300;
    float[] batch = new float[rows * one.width()];
    pipeline.transform(values, rows, batch);
    assertThat(batch).isEqualTo(java.util.Arrays.copyOf(one.chunk(0), batch.length));
  }

  @Test
  void rawColumnsAreFoundByName() {
    FittedPipeline pipeline = fit(Shift.centre());
    List<String> names = List.of("b_eta", "other", "a_eta", "b_pt", "a_pt");
    float[][] shuffled = {values[3], new float[ROWS], values[1], values[2], values[0]};
    assertThat(pipeline.transform(Columns.of(names, shuffled, ROWS), 1).chunk(0))
        .isEqualTo(pipeline.transform(raw, 1).chunk(0));
    assertThatThrownBy(() -> pipeline.transform(Columns.of(List.of("x"), new float[1][9], 9), 1))
        .hasMessageContaining("no column 'a_pt'");
  }

  @Test
  void aPatternThatMatchesNothingIsANoteAndAStepWithoutColumnsIsLeftOut() {
    FittedPipeline pipeline = fit(Shift.centre("c_*"), Shift.centre("a_pt", "d_*"));
    assertThat(pipeline.steps()).hasSize(1);
    assertThat(notes)
        .containsExactly(
            "preprocess[0] (centre): 'c_*' matches no column",
            "preprocess[0] (centre): no column to act on, left out",
            "preprocess[1] (centre): 'd_*' matches no column");
  }

  @Test
  void aNewColumnMayNotHaveTheNameOfAnother() {
    assertThatThrownBy(() -> fit(Shift.sum("a_eta", "*_pt")))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.code()).isEqualTo("name-taken");
              assertThat(e.under("preprocess").key()).contains("preprocess[0]");
            });
  }

  @Test
  void aPipelineComesBackFromItsStateThroughJson() throws Exception {
    FittedPipeline pipeline = fit(Shift.centre(), Shift.sum("pt", "*_pt"), Shift.centre("pt"));
    ObjectMapper json = new ObjectMapper();
    Map<String, Object> state =
        json.readValue(
            json.writeValueAsString(pipeline.state()), new TypeReference<Map<String, Object>>() {});
    Map<String, TransformerReader> readers =
        Map.of("centre", Shift.Centred::read, "sum", Shift.Sum::read);
    FittedPipeline back = FittedPipeline.read(state, id -> Optional.ofNullable(readers.get(id)));
    assertThat(back.outputs()).isEqualTo(pipeline.outputs());
    assertThat(back.transform(raw, 2).chunk(0)).isEqualTo(pipeline.transform(raw, 2).chunk(0));
    assertThatThrownBy(() -> FittedPipeline.read(state, id -> Optional.empty()))
        .hasMessageContaining("no installed plugin reads step 'centre'");
  }

  @Test
  void withoutStepsTheRawColumnsComeOut() {
    FeatureMatrix matrix = fit().transform(raw.select(new int[] {5, 3, 5}), 2);
    assertThat(matrix.rows()).isEqualTo(3);
    assertThat(matrix.get(1, 2)).isEqualTo(values[2][3]);
    assertThat(matrix.get(2, 0)).isEqualTo(values[0][5]);
  }
}
