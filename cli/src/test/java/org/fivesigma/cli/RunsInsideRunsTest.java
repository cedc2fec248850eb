package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matrix, repeat, study, folds and sealed parts, each in its folders. */
class RunsInsideRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeEach
  void events() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 1200);
  }

  private Path run(String text) throws IOException {
    Files.writeString(folder.resolve("e.yaml"), text);
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--quiet", "--out", "run");
    assertThat(run.exit()).as(run.err()).isZero();
    return run.runFolder();
  }

  private static double value(Path run, String metric) throws IOException {
    JsonNode value = JSON.readTree(run.resolve("metrics.json").toFile()).get(metric).get("value");
    assertThat(value.isNumber()).as(metric).isTrue();
    return value.asDouble();
  }

  @Test
  void everyCombinationOfAMatrixIsRepeatedInItsOwnFolders() throws Exception {
    Path run =
        run(
            GaussianEvents.experiment("{type: logistic}")
                + """
                matrix:
                  features: {few: {data.features: [x]}, all: {}}
                  model: {line: {}, tree: {model: {type: xgboost, num_boost_round: 4}}}
                repeat: {times: 2, vary: split}
                """
                    .replace("vary: split", "vary: training"));
    for (String variant :
        List.of(
            "features=few,model=line",
            "features=few,model=tree",
            "features=all,model=line",
            "features=all,model=tree")) {
      Path child = run.resolve("runs").resolve(variant);
      assertThat(child.resolve("status.json")).content().contains("finished");
      double sum = 0;
      for (int i = 1; i <= 2; i++) {
        Path repeat = child.resolve("runs/repeat-" + i);
        assertThat(repeat.resolve("predictions/test.parquet")).isNotEmptyFile();
        sum += value(repeat, "test/auc");
      }
      assertThat(value(child, "test/auc")).as(variant).isCloseTo(sum / 2, within(1e-12));
    }
    assertThat(value(run.resolve("runs/features=all,model=line"), "test/auc"))
        .isGreaterThan(value(run.resolve("runs/features=few,model=line"), "test/auc"));
    assertThat(Files.readString(run.resolve("metrics.json")))
        .contains("features=few,model=line")
        .contains("features=all,model=tree");
    assertThat(run.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void foldsTogetherScoreEveryEventOnce() throws Exception {
    Path run =
        run(
            GaussianEvents.experiment("{type: xgboost, num_boost_round: 5}")
                .replaceFirst("split: .*\n", "split: {type: k_fold, folds: 4, by: hash}\n"));
    for (String part : List.of("valid", "test")) {
      List<Object> ids =
          ParquetRows.read(run.resolve("predictions/" + part + ".parquet")).get("id");
      assertThat(ids).hasSize(1200);
      assertThat(new HashSet<>(ids)).hasSize(1200);
    }
    Map<String, List<Object>> test = ParquetRows.read(run.resolve("predictions/test.parquet"));
    assertThat(
            PlainMetrics.auc(
                ParquetRows.numbers(test, "score"),
                ParquetRows.numbers(test, "weight"),
                ParquetRows.is(test, "label", "signal")))
        .isCloseTo(value(run, "test/auc"), within(1e-9));

    // by: hash: the bundle knows each event's own fold, so it scores as the run did
    CommandLineRun predict =
        CommandLineRun.in(folder, "predict", "run", "--in", "events.csv", "--out", "s.parquet");
    assertThat(predict.exit()).as(predict.err()).isZero();
    Map<String, List<Object>> joined =
        ParquetRows.query(
            "select count(*) as n from read_parquet('%s') a join read_parquet('%s') b using (id) where a.score = b.score"
                .formatted(folder.resolve("s.parquet"), run.resolve("predictions/test.parquet")));
    assertThat(joined.get("n")).containsExactly(1200L);
  }

  @Test
  void aSealedPartIsScoredOnlyWhenItIsUnblinded() throws Exception {
    String open = GaussianEvents.experiment("{type: logistic}");
    Path run = run(open.replace("test: [1]}", "test: [1], sealed: [test]}"));
    assertThat(run.resolve("predictions/test.parquet")).doesNotExist();
    assertThat(Files.readString(run.resolve("metrics.json"))).doesNotContain("test/");
    assertThat(run.resolve("predictions/valid.parquet")).isNotEmptyFile();

    CommandLineRun unblind = CommandLineRun.in(folder, "unblind", "run");
    assertThat(unblind.exit()).as(unblind.err()).isZero();
    assertThat(run.resolve("predictions/test.parquet")).isNotEmptyFile();

    Files.writeString(folder.resolve("open.yaml"), open);
    CommandLineRun same = CommandLineRun.in(folder, "run", "open.yaml", "--quiet", "--out", "open");
    assertThat(same.exit()).as(same.err()).isZero();
    assertThat(value(run, "test/auc")).isEqualTo(value(same.runFolder(), "test/auc"));
    assertThat(value(run, "test/ams")).isEqualTo(value(same.runFolder(), "test/ams"));
  }

  @Test
  void theWinnerIsTrainedAgainOnTrainAndValid() throws Exception {
    String model =
        "{type: xgboost, num_boost_round: 60, early_stopping: {monitor: valid/auc, patience: 3}}";
    Path study =
        run(
            GaussianEvents.experiment(model)
                + """
                tune:
                  sampler: random
                  objective: valid/auc
                  trials: 4
                  parallel: 2
                  refit_on: train+valid
                  space:
                    model.eta: {float: [0.05, 0.5], log: true}
                """);
    JsonNode summary = JSON.readTree(study.resolve("study.json").toFile());
    int number = summary.get("best_trial").asInt();
    Path trial = study.resolve("runs/trial-%03d".formatted(number));
    Path best = study.resolve("runs/best");
    // The part valid and the cut are those of the training that did not see valid.
    assertThat(value(best, "valid/auc")).isCloseTo(value(trial, "valid/auc"), within(1e-9));
    JsonNode facts = JSON.readTree(best.resolve("facts.json").toFile());
    assertThat(facts.get("cuts"))
        .isEqualTo(JSON.readTree(trial.resolve("facts.json").toFile()).get("cuts"));
    assertThat(best.resolve("log.txt")).content().contains("trained on train and valid");
    int rounds = facts.get("models").get("rounds").asInt();
    assertThat(rounds)
        .isEqualTo(
            JSON.readTree(trial.resolve("facts.json").toFile()).get("models").get("rounds").asInt())
        .isLessThan(60);

    // The model is that of a run whose part train has the events of valid too.
    double eta = summary.get("best_ten").get(0).get("params").get("model.eta").asDouble();
    Files.writeString(
        folder.resolve("whole.yaml"),
        GaussianEvents.experiment(
                "{type: xgboost, num_boost_round: %d, eta: %s}".formatted(rounds, eta))
            .replace("valid: [0], ", ""));
    CommandLineRun whole =
        CommandLineRun.in(folder, "run", "whole.yaml", "--quiet", "--out", "whole");
    assertThat(whole.exit()).as(whole.err()).isZero();
    assertThat(value(best, "test/auc")).isEqualTo(value(whole.runFolder(), "test/auc"));
    assertThat(value(best, "test/auc")).isNotEqualTo(value(trial, "valid/auc"));
  }

  @Test
  void aStudyWritesItsJournalAndItsBestRun() throws Exception {
    Path run =
        run(
            GaussianEvents.experiment("{type: xgboost, num_boost_round: 6}")
                + """
                tune:
                  sampler: tpe
                  objective: valid/auc
                  trials: 6
                  parallel: 2
                  space:
                    model.max_depth: {int: [1, 6]}
                    model.eta: {float: [0.01, 0.5], log: true}
                """);
    List<String> journal = Files.readAllLines(run.resolve("trials.jsonl"));
    double best = Double.NEGATIVE_INFINITY;
    HashSet<Integer> finished = new HashSet<>();
    for (String line : journal) {
      JsonNode trial = JSON.readTree(line);
      if (trial.get("state").asText().equals("finished")) {
        finished.add(trial.get("trial").asInt());
        best = Math.max(best, trial.get("value").asDouble());
        assertThat(trial.get("params").has("model.eta")).as(line).isTrue();
      }
    }
    assertThat(finished).hasSize(6);
    Path refit = run.resolve("runs/best");
    assertThat(refit.resolve("status.json")).content().contains("finished");
    assertThat(value(refit, "valid/auc")).isCloseTo(best, within(1e-9));
    assertThat(refit.resolve("predictions/test.parquet")).isNotEmptyFile();
  }
}
