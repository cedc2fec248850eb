package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  private static final String TREES = "{type: xgboost, max_depth: 3, num_boost_round: 20}";

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 3000);
    String trees = GaussianEvents.experiment(TREES);
    Files.writeString(folder.resolve("trees.yaml"), trees);
    Files.writeString(folder.resolve("line.yaml"), GaussianEvents.experiment("logistic"));
    Files.writeString(folder.resolve("x_only.yaml"), trees.replace("[x, y, z]", "[z]"));
    Files.writeString(folder.resolve("other_events.yaml"), trees.replace("test: [1]", "test: [2]"));
    Files.writeString(
        folder.resolve("overlapping.yaml"), trees.replace("test: [1]", "test: [1, 2]"));
    Files.writeString(folder.resolve("relabelled.yaml"), trees.replace("signal: s}", "signal: b}"));
    Files.writeString(folder.resolve("reweighted.yaml"), trees.replace("  weight: w\n", ""));
    for (String name :
        new String[] {
          "trees", "line", "x_only", "other_events", "overlapping", "relabelled", "reweighted"
        }) {
      CommandLineRun run =
          CommandLineRun.in(
              folder, "run", name + ".yaml", "--set", "name=" + name, "--set", "tracking=none");
      assertThat(run.exit()).as(name + run.err()).isZero();
    }
  }

  private static CommandLineRun compare(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "compare";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandLineRun.in(folder, all);
  }

  @Test
  void manyRunsAgainstTheFirstWithHolmsCorrection() throws IOException {
    CommandLineRun run = compare("trees", "line", "x_only", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode rows = new ObjectMapper().readTree(run.out());
    assertThat(rows.findValuesAsText("metric")).contains("auc", "ams");
    for (JsonNode row : rows) {
      double difference = row.get("difference").doubleValue();
      assertThat(difference)
          .isEqualTo(row.get("value").doubleValue() - row.get("reference_value").doubleValue());
      assertThat(row.get("reference").textValue()).isEqualTo("trees");
      assertThat(row.get("p_holm").doubleValue())
          .isGreaterThanOrEqualTo(row.get("p").doubleValue());
      assertThat(row.get("low").doubleValue()).isLessThanOrEqualTo(difference);
      assertThat(row.get("high").doubleValue()).isGreaterThanOrEqualTo(difference);
      if (row.get("metric").textValue().equals("auc")
          && row.get("run").textValue().equals("x_only")) {
        assertThat(row.get("verdict").textValue()).startsWith("x_only is worse at 95 % (p = ");
        assertThat(row.get("equivalent_luminosity").isNull()).isTrue();
      }
    }
  }

  @Test
  void theTableNamesVerdictLuminosityAndCost() {
    CommandLineRun run = compare("trees", "x_only");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("reference", "luminosity", "verdict", "x_only is worse at 95 %")
        .contains("training [s]", "prediction [µs per event]")
        .containsPattern("ams .* -\\d+\\.\\d %");
  }

  @Test
  void aRunAgainstItselfIsIdentical() {
    CommandLineRun run = compare("trees", "trees");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("identical").doesNotContain("better");
  }

  @Test
  void anotherPartAndAnotherFormat() {
    assertThat(compare("trees", "line", "--part", "valid", "--format", "markdown").out())
        .startsWith("| metric | reference | value | run | value | difference |");
    assertThat(compare("trees", "x_only", "--format", "latex").out())
        .startsWith("\\begin{tabular}{llllllll}")
        .contains("x\\_only", "$\\pm$", "95 \\%");
    assertThat(compare("trees", "x_only", "--format", "html").out())
        .startsWith("<table>")
        .contains("<th>verdict</th>", "<td>x_only</td>");
  }

  @Test
  void otherEventsAreRefused() {
    CommandLineRun disjoint = compare("trees", "other_events");
    assertThat(disjoint.exit()).isEqualTo(2);
    assertThat(disjoint.err())
        .contains("error[different-events]", "other_events shares no events", "evaluate MODEL");
    assertThat(disjoint.out()).isEmpty();
    CommandLineRun overlapping = compare("trees", "overlapping");
    assertThat(overlapping.exit()).isEqualTo(2);
    assertThat(overlapping.err())
        .contains("0 of 600 events of the first run are not in overlapping, and 600 of its own");
  }

  @Test
  void theSameIdsWithOtherLabelsAreRefused() {
    CommandLineRun relabelled = compare("trees", "relabelled");
    assertThat(relabelled.exit()).isEqualTo(2);
    assertThat(relabelled.err()).contains("error[different-events]", "has the label");
  }

  @Test
  void otherWeightsAreSaidAndTheFirstRunsUsed() {
    CommandLineRun run = compare("trees", "reweighted");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("the events of reweighted have other weights", "measured with those of trees");
    assertThat(run.out()).contains("auc", "reweighted");
    assertThat(compare("trees", "line").err()).doesNotContain("other weights");
  }

  @Test
  void aPartThatIsNotThereIsNamed() {
    CommandLineRun run = compare("trees", "line", "--part", "tset");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("no predictions of part 'tset'", "train, valid, test");
  }
}
