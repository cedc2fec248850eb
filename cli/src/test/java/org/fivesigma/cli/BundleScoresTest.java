package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.plugin.PluginDiscovery;
import org.fivesigma.data.toy.ToyEvents;
import org.fivesigma.data.toy.ToyOptions;
import org.fivesigma.data.toy.ToyOptions.Covariance;
import org.fivesigma.data.toy.ToyOptions.GeneratorName;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.model.PredictionInput;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code predict} gives the scores of the run itself, bit for bit, for every kind of model and
 * combination, from csv and from Parquet, on one thread or two.
 */
class BundleScoresTest {
  private static final int EVENTS = 1200;

  private static final String MOMENTA =
      """
      momenta:
        tau: {pt: tau_pt, eta: tau_eta, phi: tau_phi}
        lep: {pt: lep_pt, eta: lep_eta, phi: lep_phi}
        met: {pt: met_pt, phi: met_phi}
        jet1: {pt: jet1_pt, eta: jet1_eta, phi: jet1_phi}
        jet2: {pt: jet2_pt, eta: jet2_eta, phi: jet2_phi}
      """;

  private static final String STRATIFIED =
      "split: {type: stratified, fractions: {train: 0.6, valid: 0.2, test: 0.2}}";

  @TempDir private static Path shared;
  @TempDir private Path folder;

  /** The events of the generator as a user would have them: in a csv and in a Parquet file. */
  @BeforeAll
  static void events() throws Exception {
    ToyOptions options =
        new ToyOptions(EVENTS, GeneratorName.HTAUTAU, 0, 1, false, Covariance.EQUAL, 0.5);
    Path parquet = shared.resolve("events.parquet");
    new ToyEvents(options, new Seeds(3), 2).writeParquet(parquet);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "copy (select * from '" + parquet + "') to '" + shared.resolve("events.csv") + "'");
    }
  }

  private Path trained(String split, String more, String model) throws IOException {
    return trained("label: {column: label, signal: signal}", split, more, model);
  }

  private Path trained(String label, String split, String more, String model) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        String.join(
            "\n",
            "data:",
            "  source: {type: csv, path: " + shared.resolve("events.csv") + "}",
            "  " + label,
            "  weight: weight",
            "  process: {column: process}",
            "  id: event",
            MOMENTA + split,
            more,
            "model: " + model,
            "evaluate: {bootstrap: 0, plots: none}",
            "threads: 2",
            ""));
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--out", "run", "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    return run.runFolder();
  }

  /** Scores by id. */
  private Map<Object, List<Object>> scores(Path table) throws Exception {
    Map<String, List<Object>> rows = ParquetRows.read(table);
    List<String> columns = rows.keySet().stream().filter(c -> c.startsWith("score")).toList();
    assertThat(columns).isNotEmpty();
    Map<Object, List<Object>> byId = new HashMap<>();
    for (int i = 0; i < rows.get("id").size(); i++) {
      int row = i;
      byId.put(rows.get("id").get(i), columns.stream().map(c -> rows.get(c).get(row)).toList());
    }
    assertThat(byId).hasSameSizeAs(rows.get("id"));
    return byId;
  }

  private Map<Object, List<Object>> predicted(String file, String threads) throws Exception {
    CommandLineRun predict =
        CommandLineRun.in(
            folder,
            "predict",
            "run",
            "--in",
            shared.resolve(file).toString(),
            "--out",
            "scores.parquet",
            "--threads",
            threads);
    assertThat(predict.exit()).as(predict.err()).isZero();
    return scores(folder.resolve("scores.parquet"));
  }

  private void scoredAsTheRunDid(Path run, List<String> parts) throws Exception {
    Map<Object, List<Object>> csv = predicted("events.csv", "2");
    Map<Object, List<Object>> parquet = predicted("events.parquet", "1");
    assertThat(csv).hasSize(EVENTS).isEqualTo(parquet);
    for (String part : parts) {
      Map<Object, List<Object>> own = scores(run.resolve("predictions/" + part + ".parquet"));
      assertThat(own).hasSizeGreaterThan(EVENTS / 10);
      own.forEach((id, score) -> assertThat(csv.get(id)).as("%s %s", part, id).isEqualTo(score));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: xgboost, num_boost_round: 12, early_stopping: {monitor: valid/auc, patience: 3}}",
        "{type: xgboost, num_boost_round: 8, booster: dart, rate_drop: 0.3}",
        "{type: xgboost, num_boost_round: 8, booster: gblinear}",
        "{type: xgboost, num_boost_round: 4, num_parallel_tree: 3, subsample: 0.7}",
        "{type: logistic}",
        "{type: mlp, hidden: [12, 12], epochs: 2, activation: selu, dropout: 0.1}",
        "{type: mlp, hidden: [12, 12], epochs: 1, batch_norm: true, activation: prelu}",
        "{type: mlp, hidden: [12, 12], epochs: 1, connections: residual, activation: gelu}",
        "{type: mlp, hidden: [12, 12], epochs: 1, connections: dense, activation: mish}",
        "{type: mlp, hidden: [], epochs: 1}",
        "{type: mlp, hidden: [680, 680, 680], epochs: 1, activation: tanh, batch_norm: true}",
        "{type: mlp, hidden: [12], epochs: 3, averaging: swa}",
        "{type: mlp, hidden: [12], epochs: 3, averaging: ema}",
        "{type: mlp, hidden: [12], epochs: 4, averaging: {type: snapshot, cycles: 2}}",
        "{type: mlp, hidden: [12], epochs: 4, averaging: {type: fge}}",
        "{type: mlp, hidden: [12], epochs: 1, pretrain: {type: autoencoder, epochs: 1}}",
        "{type: mlp, hidden: [12], epochs: 1, preprocess: [{type: one_hot, columns: [n_jets]},"
            + " {type: impute}, {type: standard_scale}], embedding: {n_jets: 2}}"
      })
  void ofEveryModel(String model) throws Exception {
    scoredAsTheRunDid(trained(STRATIFIED, "", model), List.of("train", "valid", "test"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mean",
        "{type: weighted_mean, by: valid/auc}",
        "rank_mean",
        "geometric_mean",
        "stack"
      })
  void ofEveryCombinationOfDifferentModels(String combine) throws Exception {
    String model =
        "{type: ensemble, combine: "
            + combine
            + ", of: [{type: xgboost, num_boost_round: 6}, {type: logistic},"
            + " {type: mlp, hidden: [9], epochs: 1, members: 2}]}";
    scoredAsTheRunDid(trained(STRATIFIED, "", model), List.of("train", "valid", "test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k_fold", "bootstrap", "seed"})
  void ofEveryResampling(String resample) throws Exception {
    String model =
        "{type: ensemble, members: 3, resample: "
            + resample
            + ", of: {type: mlp, hidden: [9], epochs: 1}}";
    scoredAsTheRunDid(trained(STRATIFIED, "", model), List.of("train", "valid", "test"));
  }

  private static final String AUGMENTED =
      "{type: mlp, hidden: [12], epochs: 1, symmetries: [phi_rotation, z_flip, transverse_flip],"
          + " augment: {predict: {phi_rotation: 4, z_flip: 2, transverse_flip: 2}}}";

  private static final String CARTESIAN =
      "preprocess: [{type: physics_features, make: [cartesian, delta_r]}, {type: impute},"
          + " {type: standard_scale}]\n";

  @Test
  void ofCopiesUnderSymmetries() throws Exception {
    scoredAsTheRunDid(trained(STRATIFIED, CARTESIAN, AUGMENTED), List.of("train", "valid", "test"));
  }

  @Test
  void ofCopiesUnderSymmetriesInAnEnsemble() throws Exception {
    String model = "{type: ensemble, of: [{type: xgboost, num_boost_round: 5}, " + AUGMENTED + "]}";
    scoredAsTheRunDid(trained(STRATIFIED, CARTESIAN, model), List.of("valid", "test"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: xgboost, num_boost_round: 5}",
        "{type: mlp, hidden: [9], epochs: 1}",
        "{type: logistic}",
        "{type: ensemble, combine: rank_mean, of: [{type: logistic}, {type: xgboost, num_boost_round: 4}]}"
      })
  void ofSeveralClasses(String model) throws Exception {
    String label =
        "label: {column: process, classes: {h: [htautau], z: [ztautau], rest: [ttbar]}, signal: h}";
    scoredAsTheRunDid(trained(label, STRATIFIED, "", model), List.of("train", "valid", "test"));
  }

  /** An event is scored by the model that has not seen it: of test, that is the bundle's rule. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: xgboost, num_boost_round: 5}",
        "{type: mlp, hidden: [9], epochs: 1}",
        "{type: ensemble, members: 2, of: {type: logistic}}"
      })
  void ofFoldsByAHashOfTheId(String model) throws Exception {
    scoredAsTheRunDid(
        trained("split: {type: k_fold, folds: 3, by: hash}", "", model), List.of("test"));
  }

  /** Without a hash nobody can know the fold of a new event: the mean of all models scores it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{type: xgboost, num_boost_round: 5}", "{type: mlp, hidden: [9], epochs: 1}"})
  void ofFoldsWithoutAHashByTheMeanOfTheirModels(String model) throws Exception {
    Path run = trained("split: {type: k_fold, folds: 3}", "", model);
    Map<Object, List<Object>> predicted = predicted("events.parquet", "2");
    Map<String, List<Object>> events = ParquetRows.read(shared.resolve("events.parquet"));
    try (Bundle bundle = Bundle.load(run, PluginDiscovery.catalog(List.of()), 1, "cpu")) {
      List<String> names = bundle.manifest().featureNames();
      float[][] values = new float[names.size()][EVENTS];
      for (int f = 0; f < values.length; f++) {
        for (int i = 0; i < EVENTS; i++) {
          Object value = events.get(names.get(f)).get(i);
          values[f][i] = value == null ? Float.NaN : ((Number) value).floatValue();
        }
      }
      PredictionInput input = new PredictionInput(Columns.of(names, values, EVENTS), 1);
      double[] mean = new double[EVENTS];
      assertThat(bundle.models()).hasSize(3);
      bundle
          .models()
          .forEach(
              one -> {
                double[] scores = one.predict(input);
                for (int i = 0; i < EVENTS; i++) {
                  mean[i] += scores[i] / 3;
                }
              });
      for (int i = 0; i < EVENTS; i++) {
        assertThat(predicted.get(events.get("event").get(i))).containsExactly(mean[i]);
      }
    }
  }
}
