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
            List.of(
                new Result("valid/auc", 0.86014, Double.NaN),
                new Result("test/auc", 0.843123, 0.00213),
                new Result("test/ams", 3.5817, 0.11),
                new Result("test/ams/b", 1234.5, 25.0),
                new Result("test/fom", Double.NaN, Double.NaN)),
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
    assertThat(Description.of("x".repeat(7900), "why", many, "")).hasSize(8000).endsWith("…");
    assertThat(Description.of("", "", many, "")).contains("460 more in `metrics.json`");
  }

  @Test
  void nothingToSayIsEmpty() {
    assertThat(Description.of("  ", "", List.of(), "")).isEmpty();
  }
}
