package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExploreCommandTest {
  @TempDir Path folder;

  private CommandLineRun explore(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "explore";
    arguments[1] = "exp.yaml";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return CommandLineRun.in(
        folder, Map.of("FIVESIGMA_HOME", folder.resolve("home").toString()), arguments);
  }

  private void experiment(String yaml) throws IOException {
    Files.writeString(folder.resolve("exp.yaml"), yaml);
  }

  private void events(int count) throws IOException {
    Random random = new Random(7);
    StringBuilder b = new StringBuilder("y,target_copy,x,tau_eta,noise,w,part\n");
    for (int i = 0; i < count; i++) {
      int y = i % 3 == 0 ? 1 : 0;
      b.append(y).append(',').append(y).append(',');
      b.append(random.nextGaussian() + y).append(',');
      b.append(i == 5 ? 400 : random.nextGaussian()).append(',');
      b.append(i % 4 == 0 ? "" : Double.toString(random.nextDouble())).append(',');
      b.append(i % 10 == 0 ? -1 : 2).append(',').append(i % 5 == 0 ? "hidden" : "open");
      b.append('\n');
    }
    Files.writeString(folder.resolve("a.csv"), b);
  }

  @Test
  void aFileWithoutAModelGivesARunFolderWithAReport() throws IOException {
    events(600);
    experiment("data: {source: {type: csv, path: a.csv}, label: y, weight: w}\n");
    CommandLineRun run = explore("--out", "out");
    assertThat(run.exit()).as(run.err()).isZero();
    Path out = run.runFolder();
    assertThat(out).isEqualTo(folder.resolve("out"));
    assertThat(out.resolve("spec.yaml")).exists();
    assertThat(out.resolve("resolved.yaml")).exists();
    assertThat(out.resolve("lock.json")).exists();
    assertThat(Files.readString(out.resolve("status.json"))).contains("finished");
    assertThat(out.resolve("plots/feature_x.svg")).exists();
    assertThat(Files.readString(out.resolve("plots/feature_x.csv")))
        .startsWith("class,low,high,sum_of_weights,error\n")
        .contains("\"signal\",");
    String page = Files.readString(out.resolve("report.html"));
    assertThat(page)
        .contains("What to look at", "Classes", "Histograms", "Linear correlations")
        .contains("holds -2", "to 400: a pseudorapidity lies within ±10")
        .contains("negative weights")
        .doesNotContain("NaN")
        .doesNotContain("<script src", "http://127", "https://");
    JsonNode found = new ObjectMapper().readTree(out.resolve("explore.json").toFile());
    assertThat(found.get("rows").intValue()).isEqualTo(600);
    assertThat(found.get("classes").get(0).get("negative_weights").intValue())
        .as("every tenth event weighs -1")
        .isEqualTo(40);
  }

  @Test
  void aColumnThatTellsTheClassIsShownNotRefused() throws IOException {
    events(600);
    experiment(
        "data: {source: {type: csv, path: a.csv}, label: y, weight: w}\nmodel: {type: xgboost}\n");
    CommandLineRun run = explore();
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("'target_copy' is a feature only by default");
    assertThat(run.out())
        .contains("'target_copy' alone separates the classes with an AUC of 1.0000");
    assertThat(run.runFolder().getParent().getFileName())
        .as("apart from the experiment's models")
        .hasToString("exp-explore");
  }

  @Test
  void sealedPartsAreNotLookedAt() throws IOException {
    events(600);
    experiment(
        """
        data: {source: {type: csv, path: a.csv}, label: y, weight: w, features: [x, noise]}
        split: {type: column, column: part, test: hidden, valid: {from: train, fraction: 0.2}, sealed: [test]}
        model: {type: xgboost}
        """);
    CommandLineRun run = explore("--json");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(run.out().lines().findFirst().orElseThrow());
    assertThat(found.get("rows").intValue()).isEqualTo(480);
    assertThat(found.get("run").textValue()).isEqualTo(run.runFolder().toString());
  }

  @Test
  void dataThatCannotBeReadAreTheUsersErrorAtItsPlace() throws IOException {
    experiment("data:\n  source: {type: csv, path: nowhere.csv}\n  label: y\n");
    CommandLineRun run = explore();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("nowhere.csv")
        .contains("--> exp.yaml:2")
        .doesNotContain("\tat ");
  }
}
