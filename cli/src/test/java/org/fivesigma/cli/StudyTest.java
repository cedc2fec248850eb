package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies through the program: what goes wrong in trials, resuming, and spaces that are odd. */
class StudyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TREES =
      "{type: xgboost, num_boost_round: 4, max_depth: 2, subsample: 0.7}";
  private static final String DEPTH = "model.max_depth: {int: [1, 6]}";

  @TempDir Path folder;

  @BeforeEach
  void events() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 600);
  }

  private static String study(String model, String tune, String space) {
    return GaussianEvents.experiment(model)
            .replace("[auc, ams], bootstrap: 20", "[auc, ams], bootstrap: 0")
        + "tune: {objective: valid/auc, sampler: random, "
        + tune
        + ", space: {"
        + space
        + "}}\n";
  }

  private CommandLineRun run(String text, String out) throws IOException {
    Files.writeString(folder.resolve("e.yaml"), text);
    return CommandLineRun.in(folder, "run", "e.yaml", "--out", out);
  }

  private CommandLineRun resume(String run, String... sets) {
    List<String> command = new ArrayList<>(List.of("resume", run));
    for (String set : sets) {
      command.add("--set");
      command.add(set);
    }
    return CommandLineRun.in(folder, command.toArray(String[]::new));
  }

  /** The last line of each trial. */
  private Map<Integer, JsonNode> trials(String run) throws IOException {
    Map<Integer, JsonNode> trials = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve(run).resolve("trials.jsonl"))) {
      JsonNode trial = JSON.readTree(line);
      trials.put(trial.get("trial").asInt(), trial);
    }
    return trials;
  }

  private static List<String> states(Map<Integer, JsonNode> trials) {
    return trials.values().stream().map(t -> t.get("state").asText()).toList();
  }

  private JsonNode summary(String run) throws IOException {
    return JSON.readTree(folder.resolve(run).resolve("study.json").toFile());
  }

  @Test
  void oneFailedTrialIsRecordedWithItsReasonAndTheStudyGoesOn() throws Exception {
    String model = "{type: mlp, hidden: [8], epochs: 2, preprocess: [{type: impute}]}";
    String space = "model.optimizer.learning_rate: {choice: [1.0e-3, 1.0e+30, 3.0e-3]}";
    String tune = "sampler: grid, trials: 3, parallel: 2";
    CommandLineRun run = run(study(model, tune, space).replace("sampler: random, ", ""), "run");
    assertThat(run.exit()).as(run.err()).isEqualTo(3);
    Map<Integer, JsonNode> trials = trials("run");
    assertThat(states(trials)).containsExactly("finished", "failed", "finished");
    assertThat(trials.get(1).get("reason").asText()).contains("loss became");
    assertThat(trials.get(1).get("value").isNull()).isTrue();
    assertThat(summary("run").get("failed").asInt()).isEqualTo(1);
    assertThat(folder.resolve("run/runs/best/predictions/test.parquet")).isNotEmptyFile();
    assertThat(folder.resolve("run/status.json")).content().containsPattern("\"exit_code\" ?: ?3");

    CommandLineRun stopped =
        run(
            study(model, tune.replace("parallel: 2", "parallel: 1, on_trial_failure: stop"), space)
                .replace("sampler: random, ", ""),
            "stopped");
    assertThat(stopped.exit()).as(stopped.err()).isEqualTo(3);
    assertThat(states(trials("stopped"))).containsExactly("finished", "failed");
  }

  @Test
  void anObjectiveWithoutAValueFailsItsTrialAndAllOfThemTheStudy() throws Exception {
    String text =
        study(TREES, "trials: 2", DEPTH)
            .replace("objective: valid/auc", "objective: valid/ams")
            .replace("[auc, ams]", "[auc, {type: ams, min_background: 100000}]");
    CommandLineRun run = run(text, "run");
    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains("error[study-failed]: no trial finished", "valid/ams has no value")
        .doesNotContain("\tat ");
    assertThat(states(trials("run"))).containsExactly("failed", "failed");
    assertThat(folder.resolve("run/status.json")).content().contains("\"failed\"");
  }

  @Test
  void aStudyIsResumedForMoreTrialsAndNothingIsRunAgain() throws Exception {
    CommandLineRun run = run(study(TREES, "trials: 3, parallel: 2", DEPTH), "run");
    assertThat(run.exit()).as(run.err()).isZero();
    Path journal = folder.resolve("run/trials.jsonl");
    String before = Files.readString(journal);
    // What a kill in the middle of a line leaves behind.
    Files.writeString(journal, "{\"trial\": 3, \"sta", StandardOpenOption.APPEND);

    CommandLineRun more = resume("run", "tune.trials=5");
    assertThat(more.exit()).as(more.err()).isZero();
    assertThat(Files.readString(journal)).startsWith(before);
    Map<Integer, JsonNode> trials = trials("run");
    assertThat(states(trials)).hasSize(5).containsOnly("finished");
    double best =
        trials.values().stream().mapToDouble(t -> t.get("value").asDouble()).max().orElseThrow();
    assertThat(summary("run").get("best_value").asDouble()).isEqualTo(best);
    JsonNode refit =
        JSON.readTree(folder.resolve("run/runs/best/metrics.json").toFile()).get("valid/auc");
    assertThat(refit.get("value").asDouble()).isEqualTo(best);

    String after = Files.readString(journal);
    CommandLineRun again = resume("run");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(Files.readString(journal)).isEqualTo(after);
  }

  @Test
  void aChangedSpaceIsRefusedWithTheDifference() throws Exception {
    assertThat(run(study(TREES, "trials: 2", DEPTH), "run").exit()).isZero();
    String journal = Files.readString(folder.resolve("run/trials.jsonl"));
    CommandLineRun resume =
        resume("run", "tune.trials=4", "tune.space={model.max_depth: {int: [1, 9]}}");
    assertThat(resume.exit()).as(resume.err()).isEqualTo(2);
    assertThat(resume.err())
        .contains("error[changed-space]", "model.max_depth", "low=1, high=6", "low=1, high=9")
        .doesNotContain("\tat ");
    assertThat(Files.readString(folder.resolve("run/trials.jsonl"))).isEqualTo(journal);
    // It is still the study it was.
    assertThat(resume("run", "tune.trials=3").exit()).isZero();
    assertThat(states(trials("run"))).hasSize(3).containsOnly("finished");
  }

  @Test
  void aGridOfAMillionCellsIsSaidBeforeTheStart() throws Exception {
    CommandLineRun run =
        run(
            study(
                    TREES,
                    "trials: 2",
                    "model.eta: {float: [0.1, 0.5]}, model.gamma: {float: [0, 1]},"
                        + " model.alpha: {float: [0, 1]}")
                .replace("sampler: random", "sampler: {type: grid, points: 100}"),
            "run");
    assertThat(run.exit()).as(run.err()).isZero();
    String log = Files.readString(folder.resolve("run/log.txt"));
    assertThat(log).contains("1000000");
    assertThat(log.indexOf("1000000")).isLessThan(log.indexOf("trial 0"));
    assertThat(states(trials("run"))).hasSize(2).containsOnly("finished");
  }

  @Test
  void trialsInParallelAreThoseOneAfterAnother() throws Exception {
    String tune = "trials: 8, parallel: ";
    String space = DEPTH + ", model.subsample: {float: [0.3, 1.0]}";
    assertThat(run(study(TREES, tune + 1, space).replace("threads: 2", "threads: 1"), "one").exit())
        .isZero();
    assertThat(
            run(study(TREES, tune + 4, space).replace("threads: 2", "threads: 4"), "four").exit())
        .isZero();
    Map<Integer, JsonNode> four = trials("four");
    trials("one")
        .forEach(
            (number, trial) -> {
              assertThat(four.get(number).get("params")).isEqualTo(trial.get("params"));
              assertThat(four.get(number).get("value")).isEqualTo(trial.get("value"));
            });
  }

  @Test
  void aPrunedTrialIsRecordedWithWhatItHadReached() throws Exception {
    CommandLineRun run =
        run(
            study(
                    "{type: xgboost, num_boost_round: 30, max_depth: 3}",
                    "trials: 4, parallel: 1, pruner: {type: median, startup: 2, warmup: 3}",
                    "model.max_depth: {choice: [5, 4, 1, 2]}")
                .replace("sampler: random", "sampler: grid"),
            "run");
    assertThat(run.exit()).as(run.err()).isZero();
    List<JsonNode> pruned =
        trials("run").values().stream()
            .filter(t -> t.get("state").asText().equals("pruned"))
            .toList();
    assertThat(states(trials("run"))).contains("finished", "pruned").hasSize(4);
    for (JsonNode trial : pruned) {
      assertThat(trial.get("values").size()).isBetween(3, 29);
      assertThat(trial.get("value"))
          .isEqualTo(trial.get("values").get(trial.get("values").size() - 1));
      assertThat(trial.get("reason").asText()).contains("pruned after");
      String folderOfTrial =
          "run/runs/trial-%03d/status.json".formatted(trial.get("trial").asInt());
      assertThat(folder.resolve(folderOfTrial)).content().contains("pruned");
    }
    assertThat(summary("run").path("pruned").asInt()).isEqualTo(pruned.size());
  }

  @Test
  void aNetworkIsPrunedByItsEpochsWhateverElseItWatches() throws Exception {
    String pruner = "trials: 4, parallel: 1, pruner: {type: median, startup: 2, warmup: 2}";
    String preprocess = ", preprocess: [{type: impute}, {type: standard_scale}]";
    for (String stopping : List.of("", ", early_stopping: {monitor: valid/loss, patience: 20}")) {
      String out = "run" + stopping.length();
      CommandLineRun run =
          run(
              study(
                      "{type: mlp, hidden: [8], epochs: 12" + stopping + preprocess + "}",
                      pruner,
                      "model.optimizer.learning_rate: {choice: [0.02, 0.01, 0.00001, 0.00002]}")
                  .replace("sampler: random", "sampler: grid"),
              out);
      assertThat(run.exit()).as(run.err()).isZero();
      Map<Integer, JsonNode> trials = trials(out);
      assertThat(states(trials)).contains("finished", "pruned").hasSize(4);
      for (JsonNode trial : trials.values()) {
        boolean pruned = trial.get("state").asText().equals("pruned");
        assertThat(trial.get("values").size()).isBetween(2, pruned ? 11 : 12);
      }
    }
  }

  @Test
  void aSpaceOfOnePointIsOneTrial() throws Exception {
    for (String sampler : List.of("random", "grid", "tpe", "auto")) {
      CommandLineRun run =
          run(
              study(TREES, "trials: 4", "model.max_depth: {choice: [3]}")
                  .replace("sampler: random", "sampler: " + sampler),
              sampler);
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(states(trials(sampler))).containsExactly("finished");
    }
  }

  @Test
  void spacesThatCannotBeSearchedAreRefusedBeforeDataIsRead() throws Exception {
    Files.delete(folder.resolve("events.csv"));
    Map<String, String> wrong = new HashMap<>();
    wrong.put("", "the space is empty");
    wrong.put("model.eta: {float: [0, 1], log: true}", "must be above 0");
    wrong.put("model.max_depth: {int: [3, 3]}", "not below the highest");
    wrong.put("model.max_dept: {int: [1, 3]}", "max_depth");
    wrong.put("model.subsample: {float: [0.1, 3]}", "at most 1");
    wrong.put("model: {choice: [{type: xgbost}]}", "xgboost");
    for (Map.Entry<String, String> space : wrong.entrySet()) {
      Files.writeString(folder.resolve("e.yaml"), study(TREES, "trials: 2", space.getKey()));
      CommandLineRun run = CommandLineRun.in(folder, "validate", "e.yaml");
      assertThat(run.exit()).as(space.getKey()).isEqualTo(2);
      assertThat(run.err())
          .as(space.getKey())
          .contains(space.getValue(), "e.yaml:")
          .doesNotContain("\tat ");
    }
  }
}
