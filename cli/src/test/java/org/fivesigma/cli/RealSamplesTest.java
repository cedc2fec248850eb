package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped experiments on the real samples, where these are on the machine. */
class RealSamplesTest {
  private static final String HIGGSML = "higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz";
  private static final String UCI = "uci_higgs/uci_higgs_subset_merged.csv.gz";

  @TempDir Path folder;

  /** The test AUC, from the predictions. */
  private double auc(String sample, String experiment, String... sets) throws Exception {
    Path data = SharedFiles.data(sample).getParent().getParent();
    Path file = ProjectFolder.root().resolve("experiments").resolve(experiment);
    List<String> arguments =
        new ArrayList<>(
            List.of("run", file.toString(), "--quiet", "--out", "run", "--set", "threads=2"));
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    CommandLineRun run =
        CommandLineRun.in(
            folder, Map.of("FIVESIGMA_DATA", data.toString()), arguments.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    Map<String, List<Object>> test =
        ParquetRows.read(run.runFolder().resolve("predictions/test.parquet"));
    double auc =
        PlainMetrics.auc(
            ParquetRows.numbers(test, "score"),
            ParquetRows.numbers(test, "weight"),
            ParquetRows.is(test, "label", "signal"));
    System.out.printf("%s: test AUC %.4f%n", experiment, auc);
    return auc;
  }

  @Test
  void boostedTreesOnHiggsMl() throws Exception {
    assertThat(auc(HIGGSML, "higgsml/xgboost.yaml")).isBetween(0.928, 0.945);
  }

  @Test
  void aNetworkOnHiggsMl() throws Exception {
    assertThat(auc(HIGGSML, "higgsml/mlp.yaml")).isBetween(0.918, 0.945);
  }

  @Test
  void boostedTreesOnUciHiggs() throws Exception {
    assertThat(auc(UCI, "higgs-uci/xgboost.yaml")).isBetween(0.80, 0.84);
  }

  @Test
  void aNetworkOnUciHiggsInTwoEpochs() throws Exception {
    assertThat(auc(UCI, "higgs-uci/mlp.yaml", "model.epochs=2")).isBetween(0.70, 0.85);
  }

  @Tag("slow")
  @Test
  void aNetworkOnUciHiggs() throws Exception {
    assertThat(auc(UCI, "higgs-uci/mlp.yaml")).isBetween(0.79, 0.85);
  }
}
