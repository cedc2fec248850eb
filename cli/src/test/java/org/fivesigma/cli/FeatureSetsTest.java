package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first reference analysis: three feature sets, a scaler for each group of columns. */
class FeatureSetsTest {
  private static final String UCI = "uci_higgs/uci_higgs_subset_merged.csv.gz";

  @TempDir Path folder;

  private JsonNode run(String file, String... sets) throws Exception {
    Path data = SharedFiles.data(UCI).getParent().getParent();
    Path experiment = ProjectFolder.root().resolve("experiments/higgs-uci").resolve(file);
    String[] arguments = new String[5 + sets.length];
    System.arraycopy(
        new String[] {"run", experiment.toString(), "--quiet", "--out", "run"}, 0, arguments, 0, 5);
    System.arraycopy(sets, 0, arguments, 5, sets.length);
    CommandLineRun run =
        CommandLineRun.in(
            folder,
            Map.of(
                "FIVESIGMA_DATA",
                data.toString(),
                "FIVESIGMA_HOME",
                folder.resolve("home").toString()),
            arguments);
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.runFolder().resolve("metrics.json").toFile());
  }

  private static double auc(JsonNode metrics, String set) {
    return metrics.get("features=" + set + "/test/auc").get("value").doubleValue();
  }

  @Test
  void boostedTreesOnEverySet() throws Exception {
    JsonNode metrics =
        run(
            "feature-sets-bdt.yaml",
            "--set",
            "model.num_boost_round=60",
            "--set",
            "evaluate.bootstrap=0",
            "--set",
            "evaluate.plots=none");
    assertThat(auc(metrics, "low")).isBetween(0.65, 0.71);
    assertThat(auc(metrics, "high")).isBetween(0.76, 0.80);
    assertThat(auc(metrics, "all")).isBetween(0.77, 0.82);
    Path runs = folder.resolve("run/runs");
    assertThat(Files.readString(runs.resolve("features=low/lock.json")))
        .contains("\"jet1_phi\"")
        .doesNotContain("\"lepton_phi\"", "\"m_jj\"");
    assertThat(Files.readString(runs.resolve("features=high/log.txt")))
        .as("groups that the set does not have are notes")
        .contains("*_eta");
  }

  @Test
  void theNetworksFileRuns() throws Exception {
    JsonNode metrics =
        run(
            "feature-sets-deep.yaml",
            "--set",
            "data.select=row % 15 = 0",
            "--set",
            "model.hidden=[20]",
            "--set",
            "model.epochs=1",
            "--set",
            "evaluate.bootstrap=0",
            "--set",
            "evaluate.plots=none");
    for (String set : new String[] {"low", "high", "all"}) {
      assertThat(auc(metrics, set)).as(set).isBetween(0.4, 0.9);
    }
  }
}
