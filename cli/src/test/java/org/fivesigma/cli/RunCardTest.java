package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what runs are told from each other: {@code run.json}, which trackers show. */
class RunCardTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  @TempDir Path folder;

  @BeforeEach
  void events() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 600);
  }

  private Path run(String text, String... more) throws IOException {
    Files.writeString(folder.resolve("e.yaml"), text);
    String[] arguments = new String[5 + more.length];
    List<String> first = List.of("run", "e.yaml", "--quiet", "--out", "run");
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i < first.size() ? first.get(i) : more[i - first.size()];
    }
    CommandLineRun run = CommandLineRun.in(folder, arguments);
    assertThat(run.exit()).as(run.err()).isZero();
    return run.runFolder();
  }

  private static Map<String, String> parameters(Path run) throws IOException {
    return JSON.convertValue(card(run).get("parameters"), TEXTS);
  }

  private static JsonNode card(Path run) throws IOException {
    return JSON.readTree(run.resolve("run.json").toFile());
  }

  @Test
  void aRunIsToldByItsPluginsItsMainSettingsAndWhatIsNotDefault() throws Exception {
    Path run =
        run(
            GaussianEvents.experiment("{type: xgboost, num_boost_round: 3, gamma: 0.5}")
                + "tags: {analysis: test}\n",
            "--set",
            "model.max_depth=2");
    Map<String, String> parameters = parameters(run);
    assertThat(parameters)
        .containsEntry("model.type", "xgboost")
        .containsEntry("model.num_boost_round", "3")
        .containsEntry("model.max_depth", "2")
        .containsEntry("model.gamma", "0.5")
        .containsEntry("model.eta", "0.3")
        .containsEntry("split.type", "modulo")
        .containsEntry("training_weights.rule", "balanced")
        .containsKey("seed")
        .doesNotContainKey("model.max_bin");
    assertThat(parameters).hasSizeLessThan(20);
    JsonNode tags = card(run).get("tags");
    assertThat(tags.get("analysis").asText()).isEqualTo("test");
    assertThat(tags.get("source").asText()).isEqualTo("e.yaml");
    assertThat(tags.get("user").asText()).isEqualTo(System.getProperty("user.name"));

    // A resolved file has every key, but says the same experiment.
    CommandLineRun again = CommandLineRun.in(folder, "rerun", "run");
    assertThat(parameters(again.runFolder())).isEqualTo(parameters);
  }

  @Test
  void roundsAreTimedApartFromTheHistory() throws Exception {
    Path run = run(GaussianEvents.experiment("{type: xgboost, num_boost_round: 4}"));
    List<String> lines = Files.readAllLines(run.resolve("timing.csv"));
    assertThat(lines).hasSize(5).first().isEqualTo("step,epoch,metric,value");
    for (int round = 1; round <= 4; round++) {
      String[] cells = lines.get(round).split(",", -1);
      assertThat(cells[0]).isEqualTo(Integer.toString(round));
      assertThat(cells[2]).isEqualTo("time/round_seconds");
      assertThat(Double.parseDouble(cells[3])).isBetween(1e-7, 60.0);
    }
    assertThat(run.resolve("history.csv")).content().doesNotContain("time/");
  }

  @Test
  void runsInsideAnotherAreToldByExactlyWhatVaries() throws Exception {
    Path run =
        run(
            GaussianEvents.experiment("{type: xgboost, num_boost_round: 3, max_depth: 2}")
                + """
                matrix: {features: {few: {data.features: [x]}, all: {}}}
                repeat: {times: 2, vary: training}
                tune:
                  sampler: random
                  trials: 2
                  start: [{}]
                  space: {model.max_depth: {int: [1, 6]}, model.eta: {float: [0.1, 0.5]}}
                """);
    assertThat(parameters(run))
        .containsEntry("model.num_boost_round", "3")
        .containsEntry("tune.trials", "2")
        .containsEntry("repeat.times", "2")
        .doesNotContainKeys("model.max_depth", "model.eta");
    Path variant = run.resolve("runs/features=few");
    assertThat(parameters(variant)).isEqualTo(Map.of("features", "few"));
    Path repeat = variant.resolve("runs/repeat-1");
    assertThat(parameters(repeat))
        .containsOnlyKeys("repeat", "training_seed", "model.max_depth", "model.eta");
    // The first trial is the file's own setting, and says so.
    assertThat(parameters(repeat.resolve("runs/trial-000")))
        .isEqualTo(Map.of("model.max_depth", "2", "model.eta", "0.3"));
    assertThat(parameters(repeat.resolve("runs/trial-001")))
        .containsOnlyKeys("model.max_depth", "model.eta");
    Map<String, String> best = parameters(repeat.resolve("runs/best"));
    assertThat(parameters(repeat)).containsAllEntriesOf(best);
    assertThat(card(variant).get("tags").get("source").asText()).isEqualTo("e.yaml");
  }
}
