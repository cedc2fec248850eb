package org.fivesigma.tracking.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.tracking.content.RunResults.Result;
import org.junit.jupiter.api.Test;

class DescriptionTest {
  @Test
  void resultsStandInATableOfPartsWithAsManyDigitsAsTheErrorAllows() {
    String text =
        Description.of(
            "# Title\n",
            "",
            Description.tables(
                List.of(
                    new Result("valid/auc", 0.86014, Double.NaN),
                    new Result("test/auc", 0.843123, 0.00213),
                    new Result("test/ams", 3.5817, 0.11),
                    new Result("test/ams/b", 1234.5, 25.0),
                    new Result("test/fom", Double.NaN, Double.NaN)),
                List.of(),
                ""),
            "");
    assertThat(text)
        .isEqualTo(
            """
            # Title

            ## Results

            | metric | valid | test |
            |---|---:|---:|
            | auc | 0.8601 | 0.8431 ± 0.0021 |
            | ams |  | 3.58 ± 0.11 |
            | ams/b |  | 1235 ± 25 |
            | fom |  | – |
            """);
  }

  @Test
  void neverLongerThanAServerKeeps() {
    List<Result> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(new Result("test/metric_with_a_long_name_" + i, i, 0.5));
    }
    String table = Description.tables(many, List.of(), "");
    assertThat(Description.of("x".repeat(7900), "why", table, "")).hasSize(8000).endsWith("…");
    assertThat(Description.of("", "", table, "")).contains("460 more in `metrics.json`");
  }

  @Test
  void nothingToSayIsEmpty() {
    String table = Description.tables(List.of(), List.of(), "");
    assertThat(Description.of("  ", "", table, "")).isEmpty();
  }

  @Test
  void ofAMatrixTheBestVariantComesFirstAndOfAStudyNothingIsThereTwice() {
    List<Result> best = List.of(new Result("test/auc", 0.9, Double.NaN));
    List<Result> all =
        List.of(
            new Result("model=deep/test/auc", 0.9, Double.NaN),
            new Result("model=flat/test/auc", 0.8, Double.NaN));
    assertThat(Description.tables(all, best, "model=deep"))
        .isEqualTo(
            """
            ## Best: model=deep

            | metric | test |
            |---|---:|
            | auc | 0.9000 |


            ## Results

            | metric | model=deep | model=flat |
            |---|---:|---:|
            | test/auc | 0.9000 | 0.8000 |
            """);
    assertThat(Description.tables(best, best, "best")).doesNotContain("Best");
  }
}
