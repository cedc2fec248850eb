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
}
