package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.fivesigma.core.folder.Json;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference analyses of networks, on few events and for few steps. */
class SmallFormsTest {
  private static final String HIGGSML = "higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz";
  private static final String UCI = "uci_higgs/uci_higgs_subset_merged.csv.gz";

  @TempDir Path folder;
  private Map<String, String> environment;

  @BeforeEach
  void samples() {
    environment = Map.of("FIVESIGMA_DATA", folder.toString(), "SUSY", folder.toString());
  }

  /** Every n-th line of a shared sample, under the same name. */
  private void thinned(String sample, int every) throws IOException {
    Path from = SharedFiles.data(sample);
    Path to = folder.resolve(sample);
    Files.createDirectories(to.getParent());
    try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(from)), StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(
                new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(to)), StandardCharsets.UTF_8))) {
      String line = in.readLine();
      for (int i = 0; line != null; i++, line = in.readLine()) {
        if (i == 0 || i % every == 1) {
          out.write(line);
          out.newLine();
        }
      }
    }
  }

  /** Runs a shipped experiment to its end. */
  private Path runs(String experiment, String... sets) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                ProjectFolder.root().resolve("experiments").resolve(experiment).toString(),
                "--quiet",
                "--out",
                "run",
                "--set",
                "evaluate.bootstrap=0",
                "--set",
                "evaluate.plots=none"));
    for (String set : sets) {
      args.addAll(List.of("--set", set));
    }
    CommandLineRun run = CommandLineRun.in(folder, environment, args.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return run.runFolder();
  }

  private static List<String> children(Path run) throws IOException {
    try (var list = Files.list(run.resolve("runs"))) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"activations", "schedules", "augmentation", "averaging"})
  void higgsml(String name) throws IOException {
    thinned(HIGGSML, 24);
    Path run =
        runs("higgsml/" + name + ".yaml", "repeat=1", "model.epochs=3", "model.hidden=[12, 12]");
    assertThat(children(run)).hasSizeGreaterThan(2).allMatch(c -> c.contains("="));
  }

  @Test
  void higgsmlEnsembles() throws IOException {
    thinned(HIGGSML, 24);
    Path run =
        runs(
            "higgsml/ensemble.yaml",
            "repeat=1",
            "model.members=2",
            "model.of.epochs=1",
            "matrix.model.mixed.model.of[0].epochs=1",
            "matrix.model.mixed.model.of[0].members=2",
            "matrix.model.mixed.model.of[1].members=2");
    assertThat(children(run)).containsExactly("model=mixed", "model=networks");
  }

  @Test
  void higgsmlRangeTest() throws IOException {
    thinned(HIGGSML, 24);
    Path file = ProjectFolder.root().resolve("experiments/higgsml/lr-range-test.yaml");
    CommandLineRun found =
        CommandLineRun.in(
            folder, environment, "lr_find", file.toString(), "--set", "model.hidden=[12, 12]");
    assertThat(found.exit()).as(found.err()).isZero();
    Path run = runs("higgsml/lr-range-test.yaml", "model.epochs=1", "model.hidden=[12, 12]");
    assertThat(Json.read(run.resolve("facts.json")).toString()).contains("range_test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deep", "replicas", "initialisations", "pretraining", "dropout"})
  void baldi(String name) throws IOException {
    thinned(UCI, 80);
    runs(
        "baldi-dnn/" + name + ".yaml",
        "model.epochs=4",
        // patience counts from where the momentum is full
        "model.optimizer.momentum.epochs=2",
        "model.early_stopping.from_epoch=2",
        "model.early_stopping.patience=1");
  }

  @Test
  void baldiOnSusy() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      text.append(i % 2);
      for (int c = 0; c < 18; c++) {
        text.append(',').append((float) (random.nextGaussian() + i % 2));
      }
      text.append('\n');
    }
    try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("SUSY.csv.gz")))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    Path run =
        runs(
            "baldi-dnn/susy.yaml",
            "model.epochs=2",
            "split.rows={train: [0, 400], valid: [400, 550], test: [550, 700]}");
    assertThat(children(run)).containsExactly("features=all", "features=high", "features=low");
  }

  @ParameterizedTest
  @ValueSource(strings = {"regularisation", "negative-weights"})
  void mlTraining(String name) {
    String repeat = name.startsWith("n") ? "repeat=1" : "name=small";
    runs("ml-training/" + name + ".yaml", "data.source.events=2500", "model.epochs=2", repeat);
  }

  @Test
  void aBatchSharedByTwoDevicesGivesTheSameNetwork() throws Exception {
    Path run = runs("ml-training/data-parallel.yaml", "data.source.events=4000");
    double[] one = scores(run.resolve("runs/device=one"));
    double[] two = scores(run.resolve("runs/device=two"));
    assertThat(two).isNotEqualTo(one);
    for (int i = 0; i < one.length; i++) {
      assertThat(two[i]).isCloseTo(one[i], org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  private static double[] scores(Path run) throws Exception {
    return ParquetRows.numbers(ParquetRows.read(run.resolve("predictions/test.parquet")), "score");
  }
}
