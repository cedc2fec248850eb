package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fivesigma.core.folder.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code predict} takes, gives and says. */
class PredictCommandTest {
  private static final String HEADER =
      "event,tau_pt,tau_eta,tau_phi,lep_pt,lep_eta,lep_phi,jet1_pt,jet1_eta,jet1_phi,m_vis";
  private static final String ROW = "40,1,2,40,1,2,40,1,2,";

  @TempDir private Path folder;

  private CommandLineRun predict(String in, String out, String... more) {
    String model =
        ProjectFolder.root()
            .resolve("cli/src/test/resources/bundles/format-1/xgboost/model")
            .toString();
    String[] words =
        Stream.concat(Stream.of("predict", model, "--in", in, "--out", out), Stream.of(more))
            .toArray(String[]::new);
    return CommandLineRun.in(folder, words);
  }

  private void events(String file, int rows) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (int i = 0; i < rows; i++) {
      text.append(i).append(',').append(ROW).append(50 + i % 50).append('\n');
    }
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void pieceByPieceAnEventIsScoredAsItIsAmongFew() throws Exception {
    events("few.csv", 50);
    events("many.csv", 300_000);
    assertThat(predict("few.csv", "few.parquet").exit()).isZero();
    CommandLineRun run = predict("many.csv", "many.parquet");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("300000 events scored: ");
    assertThat(run.err())
        .contains("predict: 262144 of 300000 events", "predict: 300000 of 300000 events");
    List<Object> few = ParquetRows.read(folder.resolve("few.parquet")).get("score");
    Map<String, List<Object>> many = ParquetRows.read(folder.resolve("many.parquet"));
    assertThat(many.get("id")).hasSize(300_000);
    for (int i = 0; i < 300_000; i++) {
      if (!many.get("id").get(i).equals((long) i)
          || !many.get("score").get(i).equals(few.get(i % 50))) {
        throw new AssertionError("event " + i + ": " + many.get("id").get(i));
      }
    }
  }

  @Test
  void columnsAreMatchedByNameAndFurtherOnesAreNamed() throws Exception {
    Files.writeString(folder.resolve("in.csv"), HEADER + "\n7," + ROW + "80\n");
    List<String> names = new java.util.ArrayList<>(List.of(HEADER.split(",", -1)));
    List<String> values = new java.util.ArrayList<>(List.of(("7," + ROW + "80").split(",", -1)));
    Collections.reverse(names);
    Collections.reverse(values);
    Files.writeString(
        folder.resolve("turned.csv"),
        "more," + String.join(",", names) + "\nx," + String.join(",", values) + "\n");
    assertThat(predict("in.csv", "a.csv").err()).doesNotContain("does not need");
    CommandLineRun turned = predict("turned.csv", "b.csv");
    assertThat(turned.exit()).as(turned.err()).isZero();
    assertThat(turned.err()).contains("columns the model does not need: more");
    assertThat(folder.resolve("b.csv")).hasSameTextualContentAs(folder.resolve("a.csv"));
  }

  @Test
  void missingColumnsAreNamed() throws Exception {
    Files.writeString(
        folder.resolve("in.csv"), HEADER.replace("m_vis", "mvis") + "\n7," + ROW + "80\n");
    CommandLineRun run = predict("in.csv", "out.csv");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("error[missing-column]", "lacks the columns m_vis", "mvis");
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @Test
  void valuesOutsideTheTrainingRangeAreCounted() throws Exception {
    Files.writeString(
        folder.resolve("in.csv"),
        HEADER + "\n1," + ROW + "80\n2," + ROW + "1e6\n3," + ROW + "-7\n4," + ROW + "\n");
    CommandLineRun run = predict("in.csv", "out.csv");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("warning: m_vis is outside the range seen in training in 2 events");
    CommandLineRun json = predict("in.csv", "out.csv", "--json");
    assertThat((Map<?, ?>) Json.object(json.out()).get("outside_training_range"))
        .isEqualTo(Map.of("m_vis", 2L));
    assertThat(Json.object(json.out()).get("rows")).isEqualTo(4L);
  }
}
