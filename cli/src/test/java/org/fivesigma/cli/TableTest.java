package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
  private static String print(Table table) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text, true));
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void columnsAreAlignedAndNumbersStandRight() {
    Table table =
        new Table("metric", "value", "note")
            .row("auc", "0.9", "")
            .row("test/ams", "12.25 ± 0.5", "at 0.85");
    assertThat(print(table))
        .isEqualTo(
            """
            metric          value  note
            ────────  ───────────  ───────
            auc               0.9
            test/ams  12.25 ± 0.5  at 0.85
            """);
  }

  @Test
  void aRowHasAsManyCellsAsTheHeader() {
    assertThatThrownBy(() -> new Table("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
