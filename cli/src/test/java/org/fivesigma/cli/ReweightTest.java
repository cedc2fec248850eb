package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReweightTest {
  private static final String FILE =
      """
      seed: 3
      threads: 2
      data:
        source: {type: toy, generator: gaussian, events: 20000}
        yields: as_is
      reweight: {source: background, target: signal, folds: 3, model: {type: logistic}}
      model: {type: logistic}
      training_weights: physics
      evaluate: {metrics: [auc], bootstrap: 0, plots: none}
      """;

  @TempDir Path folder;

  private CommandLineRun run(String file, String out) throws IOException {
    Files.writeString(folder.resolve("e.yaml"), file);
    return CommandLineRun.in(
        folder,
        Map.of("FIVESIGMA_HOME", folder.resolve("home").toString()),
        "run",
        "e.yaml",
        "--quiet",
        "--out",
        out);
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void aReweightedSampleCannotBeToldFromItsTarget() throws IOException {
    CommandLineRun run = run(FILE, "out");
    assertThat(run.exit()).as(run.err()).isZero();
    double auc = json(run.runFolder().resolve("metrics.json")).at("/test~1auc/value").doubleValue();
    assertThat(auc).as("reweighted").isCloseTo(0.5, within(0.05));
    JsonNode closure = json(run.runFolder().resolve("weights.json")).get("reweight");
    assertThat(closure.get("auc_before").doubleValue()).isCloseTo(0.85, within(0.02));
    assertThat(closure.get("auc_after").doubleValue()).isCloseTo(0.5, within(0.03));
    assertThat(closure.get("effective_events_after").doubleValue())
        .isLessThan(closure.get("effective_events_before").doubleValue());
    for (JsonNode feature : closure.get("features")) {
      assertThat(feature.get("ks_after").doubleValue())
          .as(feature.toString())
          .isLessThan(Math.max(0.05, 0.4 * feature.get("ks_before").doubleValue()));
    }
    assertThat(Files.readString(run.runFolder().resolve("log.txt")))
        .contains("reweight: background follows signal", "KS before", "KS after");
    CommandLineRun again = run(FILE, "again");
    assertThat(json(again.runFolder().resolve("weights.json")))
        .as("the same seed, the same weights")
        .isEqualTo(json(run.runFolder().resolve("weights.json")));
    CommandLineRun plain = run(FILE.replaceAll("reweight: .*\n", ""), "plain");
    assertThat(json(plain.runFolder().resolve("metrics.json")).at("/test~1auc/value").doubleValue())
        .as("as they are")
        .isGreaterThan(0.83);
    assertThat(plain.runFolder().resolve("weights.json")).doesNotExist();
  }

  @Test
  void theReportShowsTheClosure() throws IOException {
    CommandLineRun run = run(FILE.replace(", plots: none", ", plots: [\"reweight_*\"]"), "out");
    assertThat(run.exit()).as(run.err()).isZero();
    String page = Files.readString(run.runFolder().resolve("report.html"));
    assertThat(page)
        .contains("<h2>Reweighting</h2>", "KS distance of ", "AUC of a classifier of the two")
        .contains("Closure: ", "background after");
    try (Stream<Path> plots = Files.list(run.runFolder().resolve("plots"))) {
      List<Path> tables =
          plots.filter(p -> p.getFileName().toString().matches("reweight_.*\\.csv")).toList();
      assertThat(tables).isNotEmpty();
      for (Path table : tables) {
        assertThat(distance(table, "background after"))
            .as(table.toString())
            .isLessThan(Math.max(0.1, 0.5 * distance(table, "background before")));
      }
    }
  }

  /** Half the sum of the differences of a sample's shares from the target's. */
  private static double distance(Path table, String sample) throws IOException {
    Map<String, Double> goal = new HashMap<>();
    Map<String, Double> own = new HashMap<>();
    for (String line : Files.readAllLines(table)) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals("signal")) {
        goal.put(cells[1], Double.valueOf(cells[2]));
      } else if (cells[0].equals(sample)) {
        own.put(cells[1], Double.valueOf(cells[2]));
      }
    }
    assertThat(goal).hasSize(30);
    return goal.keySet().stream().mapToDouble(x -> Math.abs(goal.get(x) - own.get(x))).sum() / 2;
  }

  @Test
  void aVariationWithFilesOfItsOwnIsRefusedAndTheReasonSaid() throws IOException {
    String file =
        FILE
            + "systematics: {tes: {up: {source: {type: toy, generator: gaussian, events: 100}}}}\n";
    CommandLineRun run = run(file, "out");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("error[not-available]", "learned event by event", "e.yaml:10:", "set or weight");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aSampleThatIsNotThereIsTheUsersError() throws IOException {
    CommandLineRun run = run(FILE.replace("target: signal", "target: signl"), "out");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("error[unknown-sample]", "'signl'", "did you mean 'signal'?", "e.yaml:6:");
    CommandLineRun same = run(FILE.replace("target: signal", "target: background"), "same");
    assertThat(same.exit()).isEqualTo(2);
    assertThat(same.err()).contains("have events in common", "e.yaml:6:");
  }

  @Test
  void everyPolicyForNegativeWeightsHasItsClosure() throws IOException {
    String file =
        """
        seed: 3
        data:
          source: {type: toy, events: 6000, negative_weight_fraction: 0.2}
          negative_weights: {fit: abs, evaluate: keep}
        model: {type: logistic}
        evaluate: {metrics: [auc], bootstrap: 0, plots: none}
        """;
    CommandLineRun run = run(file, "out");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode rows = json(run.runFolder().resolve("weights.json")).get("negative_weights");
    assertThat(rows.findValuesAsText("policy")).containsExactly("keep", "abs", "zero", "drop");
    assertThat(rows.findValuesAsText("use")).containsExactly("evaluate", "fit", "", "");
    JsonNode keep = rows.get(0);
    JsonNode abs = rows.get(1);
    JsonNode zero = rows.get(2);
    assertThat(keep.get("auc_shift").doubleValue()).isZero();
    assertThat(keep.get("auc").doubleValue())
        .as("the run's own weighted AUC")
        .isCloseTo(
            json(run.runFolder().resolve("metrics.json")).at("/test~1auc/value").doubleValue(),
            within(1e-9));
    for (String name : new String[] {"signal", "background"}) {
      JsonNode kept = keep.at("/classes/" + name);
      JsonNode absolute = abs.at("/classes/" + name);
      JsonNode zeroed = zero.at("/classes/" + name);
      assertThat(absolute.get("sum").doubleValue()).isGreaterThan(kept.get("sum").doubleValue());
      assertThat(absolute.get("sum_of_squares").doubleValue())
          .isCloseTo(kept.get("sum_of_squares").doubleValue(), within(1e-6));
      assertThat(zeroed.get("sum").doubleValue())
          .as("half way between keeping and flipping")
          .isCloseTo(
              (kept.get("sum").doubleValue() + absolute.get("sum").doubleValue()) / 2,
              within(1e-6 * absolute.get("sum").doubleValue()));
    }
  }
}
