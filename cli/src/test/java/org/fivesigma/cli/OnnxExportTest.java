package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.core.folder.Json;
import org.fivesigma.spi.python.ManagedPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of each kind of model give the model's own scores. */
class OnnxExportTest {
  private static final List<String> PYTHON =
      List.of("numpy==2.2.6", "onnxruntime==1.23.2", "xxhash==3.6.0");

  @TempDir private Path folder;

  private Path trained(String more, String model) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        "data: {source: {type: toy, generator: htautau, events: 1500}}\n"
            + more
            + "\nmodel: "
            + model
            + "\nevaluate: {bootstrap: 0, plots: none}\n");
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--out", "run", "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    return run.runFolder();
  }

  private double exported() throws IOException {
    CommandLineRun export =
        CommandLineRun.in(folder, "export", "run", "--onnx", "model.onnx", "--json");
    assertThat(export.exit()).as(export.err()).isZero();
    assertThat(folder.resolve("model.onnx")).exists();
    return (double) Json.object(export.out()).get("largest_difference");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: xgboost, num_boost_round: 30}",
        "{type: xgboost, num_boost_round: 10, booster: dart, rate_drop: 0.3}",
        "{type: xgboost, num_boost_round: 10, booster: gblinear}",
        "{type: logistic}",
        "{type: mlp, hidden: [20, 20], batch_norm: true, activation: prelu, epochs: 1}",
        "{type: mlp, hidden: [20, 20], connections: residual, activation: gelu, epochs: 1}",
        "{type: mlp, hidden: [20, 20], connections: dense, activation: selu, epochs: 1}",
        "{type: ensemble, combine: stack, of: [{type: logistic}, {type: xgboost, num_boost_round: 9}]}",
        "{type: ensemble, combine: weighted_mean, members: 3, of: {type: xgboost, num_boost_round: 9}}",
        "{type: ensemble, combine: geometric_mean, members: 2, of: {type: mlp, hidden: [9], epochs: 1}}"
      })
  void ofEachModel(String model) throws IOException {
    trained("", model);
    assertThat(exported()).isLessThan(1e-6);
  }

  @Test
  void ofSeveralClasses() throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        data:
          source: {type: toy, generator: htautau, events: 1500}
          label: {column: process, classes: {h: [htautau], z: [ztautau], rest: [ttbar]}, signal: h}
        model: {type: xgboost, num_boost_round: 10}
        evaluate: {bootstrap: 0, plots: none}
        """);
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--out", "run", "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(exported()).isLessThan(1e-6);
  }

  @Test
  void ofCopiesUnderSymmetries() throws IOException {
    trained(
        "preprocess: [{type: physics_features, make: [cartesian, delta_r]}, {type: impute}, {type: standard_scale}]",
        "{type: mlp, hidden: [20], epochs: 1, symmetries: [phi_rotation, z_flip, transverse_flip],"
            + " augment: {predict: {phi_rotation: 4, z_flip: 2, transverse_flip: 2}}}");
    assertThat(exported()).isLessThan(1e-6);
  }

  @Test
  void ofEveryStep() throws IOException {
    trained(
        """
        preprocess:
          - {type: one_hot, columns: [n_jets]}
          - {type: physics_features, make: [common_frame, cartesian, delta_r, delta_phi, delta_eta, eta_product,
              pt_sum, vector_pt, pt_ratio, visible_mass, transverse_mass, {type: invariant_mass, of: [tau, lep]},
              {type: phi_centrality, of: [met, tau, lep]}, {type: eta_centrality, of: [jet1, tau, lep]}]}
          - {type: impute, strategy: median, indicator: true}
          - {type: power_transform, method: yeo_johnson, columns: ["*_px", "m_vis"]}
          - {type: power_transform, method: box_cox, columns: [sum_pt]}
          - {type: quantile_transform, columns: ["delta*"], output_distribution: normal}
          - {type: quantile_transform, columns: ["pt_ratio*"]}
          - {type: log1p, columns: [jets_ht]}
          - {type: log1p, signed: true, columns: ["eta_product*"]}
          - {type: clip, quantiles: [0.01, 0.99], columns: ["*mass*"]}
          - {type: robust_scale, columns: ["*mass*"]}
          - {type: drop, columns: [deta_jj]}
          - {type: select_best, k: 40}
          - {type: min_max_scale, columns: ["m_*"]}
          - {type: standard_scale}
          - {type: pca, n_components: 3, columns: ["*_px", "*_py"]}
        """,
        "{type: logistic}");
    assertThat(exported()).isLessThan(1e-6);
  }

  @Test
  void ofFoldsByTheirMean() throws IOException {
    trained("split: {type: k_fold, folds: 3}", "{type: logistic}");
    assertThat(exported()).isLessThan(1e-9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: logistic}",
        "{type: xgboost, num_boost_round: 20}",
        "{type: mlp, hidden: [9], epochs: 1}"
      })
  void ofFoldsByAHashOfTheId(String model) throws IOException {
    trained("split: {type: k_fold, folds: 3, by: hash}", model);
    assertThat(exported()).isLessThan(1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{type: logistic}, {type: logistic, l2: 100}]",
        "[{type: xgboost, num_boost_round: 30}, {type: logistic}]",
        "[{type: mlp, hidden: [9], epochs: 1}, {type: xgboost, num_boost_round: 150}]"
      })
  void ofACombinationByRanks(String members) throws IOException {
    trained("", "{type: ensemble, combine: rank_mean, of: " + members + "}");
    assertThat(exported()).isLessThan(1e-5);
  }

  /** The example of docs/onnx.md, on the events of the generator as {@code predict} scores them. */
  @ParameterizedTest
  @ValueSource(strings = {"split: {type: stratified}", "split: {type: k_fold, folds: 3, by: hash}"})
  void theDocumentedExampleGivesTheScoresOfPredict(String split) throws Exception {
    Path run = trained(split, "{type: xgboost, num_boost_round: 30}");
    exported();
    List<?> features =
        (List<?>) Json.read(run.resolve("model").resolve("manifest.json")).get("features");
    List<String> names = new ArrayList<>();
    features.forEach(f -> names.add((String) ((Map<?, ?>) f).get("name")));
    StringBuilder events = new StringBuilder("event," + String.join(",", names) + "\n");
    for (int i = 0; i < 50; i++) {
      events.append(i);
      for (int f = 0; f < names.size(); f++) {
        events.append(',').append((i + f) % 11 == 0 ? "" : Integer.toString((7 * i + 13 * f) % 90));
      }
      events.append('\n');
    }
    Files.writeString(folder.resolve("events.csv"), events);
    CommandLineRun predict =
        CommandLineRun.in(folder, "predict", "run", "--in", "events.csv", "--out", "scores.csv");
    assertThat(predict.exit()).as(predict.err()).isZero();

    Matcher example =
        Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ProjectFolder.root().resolve("docs/onnx.md")));
    assertThat(example.find()).isTrue();
    Files.writeString(folder.resolve("example.py"), example.group(1));
    Path python = ManagedPython.ensure("onnx", PYTHON, line -> {});
    Process process =
        new ProcessBuilder(python.toString(), "example.py")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as(String.join("\n", out)).isZero();

    List<String> scores = Files.readAllLines(folder.resolve("scores.csv"));
    assertThat(out).hasSize(50);
    for (int i = 0; i < 50; i++) {
      String[] ours = scores.get(i + 1).split(",", -1);
      String[] theirs = out.get(i).split(",", -1);
      assertThat(Double.parseDouble(theirs[0]))
          .isCloseTo(Double.parseDouble(ours[1]), org.assertj.core.data.Offset.offset(1e-6));
      assertThat(theirs[1]).isEqualTo(ours[2]);
    }
  }
}
