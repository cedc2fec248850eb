package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
  @TempDir Path folder;

  @BeforeEach
  void data() throws IOException {
    StringBuilder csv = new StringBuilder("EventId,Label,m_vis,jet pt,Weight,row_class,tag,eta\n");
    for (int i = 0; i < 300; i++) {
      csv.append(1000 + i).append(',').append(i % 3 == 0 ? 's' : 'b').append(',');
      csv.append(i * 0.5).append(',').append(i % 4 == 0 ? "-999.0" : i + ".25").append(',');
      csv.append(i % 7 == 0 ? -0.5 : 1.5).append(",1,x,");
      csv.append(i % 10 == 0 ? "-7" : "0." + (100 + i)).append('\n');
    }
    Files.writeString(folder.resolve("events.csv"), csv);
  }

  @Test
  void theDraftNamesWhatTheColumnsSeemToBe() {
    String draft = CommandLineRun.in(folder, "init", "events.csv").out();
    assertThat(draft)
        .contains("label: {column: Label, signal: s}")
        .contains("weight: Weight")
        .contains("are negative")
        .contains("missing: [-999, -7]")
        .contains("id: EventId")
        .contains("    - m_vis\n    - \"jet pt\"\n    - eta\n")
        .contains("# left out: row_class")
        .contains("# left out: tag (text)");
  }

  @Test
  void aLabelIsGuessedFromItsTwoValuesAndNegativeWeightsAreProvidedFor() throws IOException {
    StringBuilder csv = new StringBuilder("x,mc w,truth\n");
    for (int i = 0; i < 300; i++) {
      csv.append(i * 0.5).append(i % 7 == 0 ? ",-0.5," : ",1.5,");
      csv.append(i % 2 == 0 ? "Sig" : "Bkg").append('\n');
    }
    Files.writeString(folder.resolve("events.csv"), csv);
    assertThat(CommandLineRun.in(folder, "init", "events.csv").out())
        .contains("label: {column: truth, signal: Sig}")
        .contains("weight: \"mc w\"")
        .contains("negative_weights: {fit: abs, evaluate: keep}");
  }

  @Test
  void theDraftIsAValidExperiment() {
    CommandLineRun written = CommandLineRun.in(folder, "init", "events.csv", "--out", "sub/e.yaml");
    assertThat(written.exit()).isZero();
    CommandLineRun checked = CommandLineRun.in(folder, "validate", "sub/e.yaml");
    assertThat(checked.err()).isEmpty();
    assertThat(checked.exit()).isZero();
    CommandLineRun again = CommandLineRun.in(folder, "init", "events.csv", "--out", "sub/e.yaml");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("error[existing-file]");
  }

  @Test
  void aFileThatIsNotThereOrNoDataIsAnError() throws IOException {
    assertThat(CommandLineRun.in(folder, "init", "absent.csv").exit()).isEqualTo(2);
    Files.writeString(folder.resolve("notes.doc"), "x");
    CommandLineRun run = CommandLineRun.in(folder, "init", "notes.doc");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("error[unknown-format]").contains(".parquet");
  }
}
