package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.run.MetricsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks by the command line: the same for any number of threads, and what a mistake says. */
class NetworkRunsTest {
  @TempDir Path folder;

  @BeforeEach
  void events() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 1200);
  }

  private CommandLineRun run(String text, String... args) throws IOException {
    Files.writeString(folder.resolve("e.yaml"), text);
    return CommandLineRun.in(folder, args);
  }

  private CommandLineRun train(String model) throws IOException {
    return run(
        GaussianEvents.experiment(model),
        "run",
        "e.yaml",
        "--quiet",
        "--set",
        "evaluate.bootstrap=0");
  }

  private static double value(Path run, String metric) throws IOException {
    return MetricsFile.value(Json.read(run.resolve("metrics.json")), metric);
  }

  private static void refused(CommandLineRun run, String... texts) {
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(texts).doesNotContain("\tat ");
  }

  @Test
  void anEnsembleOfNetworksIsTheSameForOneTwoAndFourThreads() throws IOException {
    String text =
        GaussianEvents.experiment(
            "{type: ensemble, members: 4, combine: stack, of: {type: mlp, hidden: [12, 12],"
                + " dropout: 0.1, epochs: 2, early_stopping: {monitor: valid/auc}}}");
    for (String threads : List.of("1", "2", "4")) {
      CommandLineRun run =
          run(text, "run", "e.yaml", "--quiet", "--set", "threads=" + threads, "--out", threads);
      assertThat(run.exit()).as(run.err()).isZero();
      for (String file : List.of("metrics.json", "predictions/test.parquet")) {
        assertThat(folder.resolve(threads).resolve(file))
            .hasSameBinaryContentAs(folder.resolve("1").resolve(file));
      }
    }
  }

  @Test
  void whatIsMonitoredNeedNotBeAmongTheMetricsOfTheFile() throws IOException {
    CommandLineRun run =
        run(
            GaussianEvents.experiment(
                    "{type: ensemble, members: 2, of: {type: mlp, hidden: [4], epochs: 1,"
                        + " early_stopping: {monitor: valid/accuracy}}}")
                .replace("metrics: [auc, ams]", "metrics: [auc, ams], cut: ams"),
            "run",
            "e.yaml",
            "--quiet",
            "--out",
            "run");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("run/history.csv"))).contains("valid/accuracy");
    assertThat(Files.readString(folder.resolve("run/facts.json"))).contains("valid/loss");
  }

  @Test
  void missingFeaturesWithoutAnImputerAreCountedByColumn() throws IOException {
    refused(
        train("{type: mlp, preprocess: [], epochs: 1}"),
        "error[missing-values]",
        "of z are missing",
        "{type: impute, strategy: median, indicator: true}");
  }

  @Test
  void aConstantFeatureDoesNoHarm() throws IOException {
    CommandLineRun run =
        run(
            GaussianEvents.experiment("{type: mlp, hidden: [8], epochs: 20, batch_size: 32}")
                .replace("features: [x, y, z]", "derive: {one: \"1.5\"}\n  features: [x, y, one]"),
            "run",
            "e.yaml",
            "--quiet",
            "--out",
            "run");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("run/history.csv"))).doesNotContain("NaN");
    assertThat(value(folder.resolve("run"), "test/auc")).isGreaterThan(0.7);
  }

  @Test
  void aBatchLargerThanTheTrainingPartIsWarnedOf() throws IOException {
    CommandLineRun run = train("{type: mlp, hidden: [8], epochs: 1, batch_size: 100000}");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("batch_size 100,000 is larger than the training part");
  }

  @Test
  void batchesOfOneEventUnderBatchNormAreRefusedBeforeDataIsRead() throws IOException {
    refused(
        run(
            GaussianEvents.experiment("{type: mlp, batch_norm: true, batch_size: 1}"),
            "validate",
            "e.yaml"),
        "batch normalisation needs at least two events a batch");
  }

  @Test
  void aDivergingLearningRateSaysWhereAndWhatToTry() throws IOException {
    refused(
        train(
            "{type: mlp, activation: relu, epochs: 3, optimizer: {type: sgd, learning_rate: 1.0e+12}}"),
        "error[diverged]",
        "with learning rate 1.00e+12",
        "gradient_clip: 1.0");
  }

  @Test
  void layersOfAHundredThousandUnitsAreRefusedBeforeDataIsRead() throws IOException {
    refused(
        run(
            GaussianEvents.experiment("{type: mlp, hidden: [100000, 100000]}"),
            "validate",
            "e.yaml"),
        "error[too-large]",
        "10,000,000,000 weights");
  }

  @Test
  void seluWithPlainDropoutIsWarnedOf() throws IOException {
    CommandLineRun run =
        train(
            "{type: mlp, hidden: [8], epochs: 1, activation: selu, dropout: 0.1, dropout_type: plain}");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("plain dropout destroys the self-normalisation of selu");
  }

  /** The file's features stand for a momentum's columns. */
  private static String symmetric(String features, String momentum) {
    return GaussianEvents.experiment(
            "{type: mlp, hidden: [8], epochs: 1, symmetries: [phi_rotation],"
                + " augment: {train: random, predict: {phi_rotation: 2}}}")
        .replace("features: [x, y, z]", "derive: {jet_phi: \"x\"}\n  features: " + features)
        .concat("momenta: {tau: " + momentum + "}\n");
  }

  @Test
  void symmetriesOnDroppedColumnsAreRefusedBeforeDataIsRead() throws IOException {
    refused(
        run(symmetric("[\"*\", \"!z\"]", "{pt: x, eta: y, phi: z}"), "validate", "e.yaml"),
        "error[symmetry-misses-feature]",
        "data.features leaves out 'z'",
        "e.yaml:15:44");
    refused(
        run(
            symmetric("[\"*\", \"!z\"]", "{pt: x, eta: y, phi: z}")
                .replace("model: {type", "model: {type: ensemble, of: {type")
                .replace("phi_rotation: 2}}}", "phi_rotation: 2}}}}"),
            "validate",
            "e.yaml"),
        "data.features leaves out 'z'");
  }

  @Test
  void symmetriesOnUndeclaredAnglesAreRefused() throws IOException {
    refused(
        run(symmetric("[x, y, z, jet_phi]", "{pt: x, eta: y, phi: z}"), "validate", "e.yaml"),
        "'jet_phi' is an angle of no momentum");
    // what a glob means only the data tell
    String text = symmetric("[x, y, z, \"jet*\"]", "{pt: y, phi: z}");
    refused(
        run(text, "validate", "e.yaml", "--data"),
        "error[symmetry-misses-feature]",
        "'jet_phi' is an angle of no momentum");
    refused(run(text, "run", "e.yaml", "--quiet"), "'jet_phi' is an angle of no momentum");
    refused(
        run(symmetric("[x, y, z]", "{pt: x, phi: nothing}"), "validate", "e.yaml", "--data"),
        "momenta",
        "'nothing'");
  }
}
