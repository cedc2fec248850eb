package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentCommandsTest {
  private static final String WRONG =
      """
      data: {source: {type: csv, path: a.csv}}
      model:
        type: xgboost
        max_dept: 6
      epoch: 3
      """;

  @TempDir Path folder;

  @Test
  void aMissingFileIsAnErrorOfTheCommandLine() {
    for (String command : new String[] {"validate", "explain"}) {
      CommandLineRun run = CommandLineRun.in(folder, command, "nowhere.yaml");
      assertThat(run.exit()).as(command).isEqualTo(2);
      assertThat(run.err()).contains("error[").contains("nowhere.yaml").doesNotContain("\tat ");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void allProblemsAreShownAtOnceWithTheirPlaces() throws IOException {
    Files.writeString(folder.resolve("wrong.yaml"), WRONG);
    CommandLineRun run = CommandLineRun.in(folder, "validate", "wrong.yaml");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("error[unknown-key]: 'max_dept' is no option of model 'xgboost'")
        .contains("did you mean 'max_depth'?")
        .contains("--> wrong.yaml:4:3")
        .contains("  max_dept: 6")
        .contains("--> wrong.yaml:5:1");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void problemsAsJsonAreOneDocument() throws IOException {
    Files.writeString(folder.resolve("wrong.yaml"), WRONG);
    CommandLineRun run = CommandLineRun.in(folder, "validate", "wrong.yaml", "--json");
    assertThat(run.exit()).isEqualTo(2);
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.get("valid").booleanValue()).isFalse();
    assertThat(document.get("problems").findValuesAsText("code")).contains("unknown-key");
    assertThat(document.get("problems").get(0).get("line").intValue()).isPositive();
  }

  @Test
  void aWrongSetIsAnErrorAtTheArgument() throws IOException {
    Files.writeString(folder.resolve("wrong.yaml"), WRONG);
    CommandLineRun run =
        CommandLineRun.in(folder, "validate", "wrong.yaml", "--set", "model.eta=fast");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--> --set:1:");
  }

  private static final String VALID =
      """
      data:
        source: {type: csv, path: events.csv}
        label: {column: label, signal: s}
        features: [a, b]
      model: {type: xgboost, num_boost_round: 2}
      """;

  private void events(String header) throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int i = 0; i < 200; i++) {
      text.append(i % 2 == 0 ? "s" : "b").append(',').append(i * 7 % 13).append(',');
      text.append(i * 5 % 11).append('\n');
    }
    Files.writeString(folder.resolve("events.csv"), text);
  }

  @Test
  void aValidFileIsSaidToBeValid() throws IOException {
    Files.writeString(folder.resolve("valid.yaml"), VALID);
    CommandLineRun run = CommandLineRun.in(folder, "validate", "valid.yaml");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("valid.yaml is valid");
  }

  @Test
  void withDataTheDataAreOpened() throws IOException {
    Files.writeString(folder.resolve("valid.yaml"), VALID);
    CommandLineRun missing = CommandLineRun.in(folder, "validate", "valid.yaml", "--data");
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("events.csv").contains("--> valid.yaml:2:");

    events("label,a,c");
    CommandLineRun wrong = CommandLineRun.in(folder, "validate", "valid.yaml", "--data");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("'b'").contains("--> valid.yaml:4:");

    events("label,a,b");
    CommandLineRun right = CommandLineRun.in(folder, "validate", "valid.yaml", "--data");
    assertThat(right.exit()).as(right.err()).isZero();
    assertThat(right.out()).contains("200 rows read").contains("and so are its data");
  }

  @Test
  void theResolvedFileSaysWhereValuesComeFromAndIsValidAgain() throws IOException {
    Files.writeString(folder.resolve("valid.yaml"), VALID);
    CommandLineRun run =
        CommandLineRun.in(folder, "explain", "valid.yaml", "--set", "model.eta=0.25");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("num_boost_round: 2 +# valid.yaml:5")
        .containsPattern("eta: 0.25 +# --set")
        .containsPattern("seed: 1 +# default");
    Files.writeString(folder.resolve("again.yaml"), run.out());
    assertThat(CommandLineRun.in(folder, "validate", "again.yaml").exit()).isZero();
  }
}
