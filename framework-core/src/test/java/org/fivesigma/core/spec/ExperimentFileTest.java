package org.fivesigma.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.StepSpec;
import org.junit.jupiter.api.Test;

class ExperimentFileTest {
  private static final String DATA =
      """
      data:
        source: {type: csv, path: "sub/${DIR:-x}/*.csv"}
        label: {column: label, signal: s}
        features: ["a_*", "!a_phi"]
      """;

  private final ExperimentLoader loader = new ExperimentLoader(TestPlugins.catalog());

  private ExperimentFile load(String text) {
    return loader.loadText(
        text, "exp.yaml", Path.of("/here"), Map.of("TOKEN", "tell-nobody", "ROOT", "/data"));
  }

  private ExperimentFile valid(String text) {
    ExperimentFile file = load(text);
    assertThat(file.problems().stream().map(Problem::render)).isEmpty();
    return file;
  }

  private Experiment experiment(String text) {
    return valid(text).experiment().orElseThrow();
  }

  @Test
  void defaultsAreFilledIn() {
    Experiment e = experiment(DATA + "model: xgboost\n");
    assertThat(e.name()).contains("exp");
    assertThat(e.seed()).isEqualTo(1);
    assertThat(e.evaluate().bootstrap()).isEqualTo(200);
    assertThat(e.split().rule().options())
        .isEqualTo(new TestPlugins.Fractions(Map.of("train", 0.7, "valid", 0.15, "test", 0.15)));
    assertThat(e.model().trainer().options())
        .isEqualTo(
            new TestPlugins.Xgboost(
                100,
                0.3,
                6,
                "gbtree",
                0,
                new TestPlugins.EarlyStopping("none", java.util.Optional.of(10))));
    assertThat(e.trainingWeights().rule()).isEqualTo("balanced");
    assertThat(e.data().negativeWeights().forFit()).isEqualTo("keep");
  }

  @Test
  void relativePathsStartAtTheFile() {
    Experiment e = experiment(DATA + "model: xgboost\n");
    assertThat(e.data().source().get(0).source().options())
        .isEqualTo(new TestPlugins.Csv(List.of(Path.of("/here/sub/x/*.csv")), ","));
  }

  @Test
  void theResolvedFileResolvesToItself() {
    for (String rest :
        List.of(
            "model: xgboost\n",
            "model: {type: mlp, early_stopping: {patience: null}, optimizer: {type: sgd, momentum: 0.9}}\n",
            "preprocess: [{type: impute, columns: '*_pt'}]\nmodel: {type: ensemble, members: 3, of: mlp}\n",
            "model: {type: ensemble, of: [{type: mlp, members: 2, preprocess: []}, xgboost]}\n",
            """
            tags: {a: "1", b: "yes", 'c: d': "${TOKEN:?secret}", e: "#x", f: "$${X}", g: ""}
            description: |
              Two lines
              "quoted" \\ and more
            model: xgboost
            """,
            """
            model: xgboost
            repeat: 5
            device: [cpu, cpu]
            threads: 2
            matrix: {m: {x: {model.eta: 0.1}, y: {model: {type: mlp}}}}
            """,
            """
            model: xgboost
            training_weights: {column: w}
            systematics: {a: {up: {weight: u}}}
            tune: {sampler: tpe, space: {model.eta: {float: [0.1, 0.2], log: true}}}
            """)) {
      ExperimentFile first = valid(DATA + rest);
      ExperimentFile second = valid(first.resolvedYaml());
      assertThat(second.resolvedYaml()).isEqualTo(first.resolvedYaml());
      assertThat(second.experiment()).isEqualTo(first.experiment());
    }
  }

  @Test
  void secretsStayUnexpandedAndMasked() {
    ExperimentFile file =
        valid(
            DATA.replace("sub/", "${TOKEN:?secret}/")
                + "model: xgboost\ntags: {token: \"x-${TOKEN:?secret}\"}\n");
    assertThat(file.experiment().orElseThrow().tags()).containsEntry("token", "x-tell-nobody");
    for (String shown : List.of(file.resolvedYaml(), file.explain(), file.values().toString())) {
      assertThat(shown).doesNotContain("tell-nobody").contains("${TOKEN:?secret}");
    }
    Problem problem =
        file.problem(
            UserError.of("missing-file", "no /here/tell-nobody/x.csv")
                .at("data.source[0].path")
                .hint("is tell-nobody right?"));
    assertThat(problem.render())
        .doesNotContain("tell-nobody")
        .contains("***")
        .contains("exp.yaml:2:");
  }

  @Test
  void anErrorOfTheDataIsShownAtTheKeyThatAskedForIt() {
    ExperimentFile file = valid(DATA + "model: xgboost\n");
    Problem column =
        file.problem(UserError.of("missing-column", "no label").at("data.label.column"));
    assertThat(List.of(column.line(), column.column(), column.length())).containsExactly(3, 19, 5);
    Problem feature = file.problem(UserError.of("missing-column", "no").at("data.features[1]"));
    assertThat(List.of(feature.line(), feature.column())).containsExactly(4, 21);
    Problem unwritten = file.problem(UserError.of("nan-weight", "no").at("data.weight"));
    assertThat(List.of(unwritten.line(), unwritten.column())).containsExactly(1, 1);
    assertThat(file.problem(UserError.of("x-y", "no")).render())
        .isEqualTo("error[x-y]: no\n  --> exp.yaml");
  }

  @Test
  void aModelTakesItsOwnStepsElseTheFilesElseItsPlugins() {
    assertThat(steps("model: mlp\n")).containsExactly("impute", "standard_scale");
    assertThat(steps("preprocess: [impute]\nmodel: mlp\n")).containsExactly("impute");
    assertThat(steps("preprocess: [impute]\nmodel: {type: mlp, preprocess: []}\n")).isEmpty();
    assertThat(steps("model: xgboost\n")).isEmpty();
    TestPlugins.Ensemble both =
        (TestPlugins.Ensemble)
            experiment(
                    DATA
                        + "preprocess: [standard_scale]\n"
                        + "model: {type: ensemble, of: [mlp, {type: mlp, preprocess: [impute]}]}\n")
                .model()
                .trainer()
                .options();
    assertThat(both.of().get(0).preprocess().get(0).transformer().id()).isEqualTo("standard_scale");
    assertThat(both.of().get(1).preprocess().get(0).transformer().id()).isEqualTo("impute");
  }

  private List<String> steps(String rest) {
    return experiment(DATA + rest).model().preprocess().stream()
        .map(StepSpec::transformer)
        .map(t -> t.id())
        .toList();
  }

  @Test
  void theSourceBringsItsDefaults() {
    ExperimentFile file = valid("data: {source: toy}\nmodel: xgboost\n");
    Experiment e = file.experiment().orElseThrow();
    assertThat(e.data().weight()).contains("weight");
    assertThat(e.momenta()).containsOnlyKeys("tau");
    assertThat(file.explain()).contains("weight: weight  # default: source toy");
    Experiment own =
        experiment(
            "data: {source: toy, features: [x], weight: null}\nmomenta: {}\nmodel: xgboost\n");
    assertThat(own.data().features()).contains(List.of("x"));
    assertThat(own.data().weight()).isEmpty();
    assertThat(own.momenta()).isEmpty();
    assertThat(valid(file.resolvedYaml()).experiment()).isEqualTo(file.experiment());
  }

  @Test
  void overridesReplaceWholeValues() {
    ExperimentFile file = valid(DATA + "model: {type: xgboost, eta: 0.1, max_depth: 3}\n");
    Map<String, Object> overrides = new LinkedHashMap<>();
    overrides.put("data.features", List.of("b"));
    overrides.put("model.learning_rate", 0.2);
    overrides.put("split.fractions.test", 0.1);
    overrides.put("evaluate.bootstrap", 0);
    ExperimentFile changed = file.with(overrides);
    Experiment e = changed.experiment().orElseThrow();
    assertThat(e.data().features()).contains(List.of("b"));
    assertThat(changed.value("model.eta")).isEqualTo(0.2);
    assertThat(changed.value("model.max_depth")).isEqualTo(3L);
    assertThat(changed.value("split.fractions.train")).isEqualTo(0.7);
    assertThat(changed.value("split.fractions.test")).isEqualTo(0.1);
    assertThat(file.value("model.eta")).isEqualTo(0.1);
  }

  @Test
  void aChangedTypeDropsTheOldOptions() {
    ExperimentFile file =
        valid(
            DATA
                + "model: {type: mlp, hidden: [5], optimizer: {type: adam, learning_rate: 0.5}}\n");
    assertThat(file.with(Map.of("model.type", "xgboost")).experiment()).isPresent();
    ExperimentFile sgd =
        file.with(Map.of("model.optimizer.momentum", 0.9, "model.optimizer.type", "sgd"));
    assertThat(sgd.value("model.optimizer.learning_rate")).isEqualTo(0.01);
    assertThat(sgd.value("model.optimizer.momentum")).isEqualTo(0.9);
    assertThat(sgd.value("model.hidden")).isEqualTo(List.of(5L));
    assertThat(file.with(Map.of("model.type", "mlp")).value("model.hidden")).isEqualTo(List.of(5L));
    assertThat(file.with(Map.of("model.max_depth", 3)).problems()).hasSize(1);
  }

  @Test
  void pathsReachIntoEnsembles() {
    ExperimentFile one = valid(DATA + "model: {type: ensemble, members: 4, of: mlp}\n");
    assertThat(one.with(Map.of("model.of[0].dropout", 0.5)).value("model.of[0].dropout"))
        .isEqualTo(0.5);
    assertThat(one.with(Map.of("model.of.dropout", 0.5)).value("model.of[0].dropout"))
        .isEqualTo(0.5);
    ExperimentFile list = valid(DATA + "model: {type: ensemble, of: [mlp, xgboost]}\n");
    assertThat(list.with(Map.of("model.of[1].eta", 0.5)).value("model.of[1].eta")).isEqualTo(0.5);
    assertThat(list.with(Map.of("model.of[2].eta", 0.5)).problems().get(0).code())
        .isEqualTo("bad-path");
  }

  @Test
  void anErrorInAVariantIsShownInTheMatrix() {
    ExperimentFile file =
        valid(
            DATA
                + "model: xgboost\nmatrix:\n  features:\n    low: {data.features: [b, c]}\n    all: {}\n");
    ExperimentFile low = file.with(Map.of("data.features", List.of("b", "c")));
    Problem problem = low.problem(UserError.of("missing-column", "no").at("data.features[1]"));
    assertThat(List.of(problem.line(), problem.column())).containsExactly(8, 30);
    assertThat(low.without("matrix").experiment().orElseThrow().matrix()).isEmpty();
  }

  @Test
  void setArgumentsCountMoreThanTheFile() {
    ExperimentFile file =
        loader.load(
            Path.of("src/test/resources/org/fivesigma/core/spec/plain.yaml"),
            List.of(
                "model.eta=0.5",
                "data.source.path=other.csv",
                "tune.space.model.eta={float: [0.1, 0.3]}"),
            Map.of(),
            Path.of("").toAbsolutePath());
    assertThat(file.problems()).isEmpty();
    assertThat(file.value("model.eta")).isEqualTo(0.5);
    assertThat(file.value("data.source.path"))
        .isEqualTo(Path.of("other.csv").toAbsolutePath().toString());
    assertThat(file.explain()).contains("eta: 0.5  # --set");
    assertThat(file.experiment().orElseThrow().tune().orElseThrow().space())
        .containsOnlyKeys("model.eta", "model.max_depth");
  }

  @Test
  void aByteOrderMarkIsNoTrouble() {
    ExperimentFile file =
        loader.load(
            Path.of("src/test/resources/org/fivesigma/core/spec/bom.yaml"),
            List.of(),
            Map.of(),
            Path.of("").toAbsolutePath());
    assertThat(file.problems()).isEmpty();
  }

  @Test
  void oneMistakeHidesNoOther() {
    ExperimentFile file =
        load(
            DATA
                + "  yields: {sig: 3}\nmodel: {type: xgboost, eta: 3, early_stopping: test/auc}\n"
                + "split: {type: stratified, sealed: [x]}\nevaluate: {metrics: [auc, auc]}\nx: 1\n");
    assertThat(file.problems().stream().map(Problem::code))
        .containsExactly(
            "unknown-yield",
            "out-of-range",
            "bad-metric-key",
            "unknown-part",
            "repeated-metric",
            "unknown-key");
  }

  @Test
  void theResolvedMatrixMayStandInAnyFolder() {
    ExperimentFile file =
        valid(
            DATA
                + "model: xgboost\n"
                + "matrix: {d: {a: {data.source: {type: csv, path: ../other.csv}}, b: {data.source.path: [x.csv]}}}\n");
    assertThat(file.resolvedYaml())
        .contains("path: /other.csv")
        .contains("data.source.path: [/here/x.csv]");
    assertThat(valid(file.resolvedYaml()).resolvedYaml()).isEqualTo(file.resolvedYaml());
  }

  @Test
  void theMetricsThatAreMeantStandInTheResolvedFile() {
    assertThat(valid(DATA + "model: xgboost\n").value("evaluate.metrics[1].type")).isEqualTo("ams");
    ExperimentFile several =
        valid(
            DATA.replace("signal: s", "classes: {A: [a], B: [b], C: [c]}")
                + "model: xgboost\nevaluate: {bootstrap: 0, metrics: null}\n");
    assertThat(several.value("evaluate.metrics[1].type")).isEqualTo("accuracy");
    assertThat(several.value("evaluate.bootstrap")).isEqualTo(0L);
  }

  @Test
  void theResolvedFileTellsThreadsAndTheMetricOfTheCut() {
    String text = DATA + "model: xgboost\nevaluate: {metrics: [auc, ams]}\n";
    assertThat(valid(text).value("evaluate.cut")).isEqualTo("ams");
    assertThat(valid(text).value("threads"))
        .isEqualTo((long) Runtime.getRuntime().availableProcessors());
    assertThat(valid(text).explain()).contains("# default: all cores");
    assertThat(valid(text.replace(", ams", "")).value("evaluate.cut")).isNull();
    String matrix = text + "matrix: {m: {some: {evaluate.metrics: [auc]}, all: {}}}\n";
    assertThat(valid(matrix).value("evaluate.cut")).isNull();
  }

  @Test
  void oneMistakeHidesNoOtherOfItsBlock() {
    String text =
        DATA
            + """
            model: {type: xgboost}
            evaluate:
              bootstrap: many
              metrics: [auc, auc, amss, {type: ams, regularisation: x}]
              cut: auc
            tune:
              sampler: tpee
              objective: test/auc
              time_budget: 2 hours
              space:
                model.eta: {float: [1.0, 0.1]}
                model.max_depth: {int: [1, b], log: true}
            """;
    assertThat(load(text).problems())
        .extracting(p -> p.code())
        .as(() -> load(text).problems().toString())
        .containsExactlyInAnyOrder(
            "wrong-type", // bootstrap
            "repeated-metric",
            "unknown-plugin", // amss
            "wrong-type", // regularisation
            "unknown-cut",
            "unknown-plugin", // tpee
            "bad-metric-key",
            "bad-duration",
            "bad-space", // eta
            "wrong-type", // b of the range
            "wrong-type"); // b as max_depth
  }

  @Test
  void anEmptyListOfDevicesIsRefused() {
    assertThat(load("device: []\n" + DATA + "model: xgboost\n").problems().get(0).render())
        .contains("error[unknown-device]", "exp.yaml:1:1");
  }

  @Test
  void theTrackerFollowsTheFileElseTheEnvironment() {
    Map<String, String> server = Map.of("MLFLOW_TRACKING_URI", "http://nowhere:1");
    String text = DATA + "model: xgboost\n";
    ExperimentFile plain = loader.loadText(text, "e.yaml", Path.of("/here"), server);
    assertThat(plain.value("tracking.type")).isEqualTo("mlflow");
    assertThat(plain.explain()).contains("# default: MLFLOW_TRACKING_URI");
    ExperimentFile none =
        loader.loadText(text + "tracking: none\n", "e.yaml", Path.of("/here"), server);
    assertThat(none.value("tracking.type")).isEqualTo("none");
    assertThat(valid(text).value("tracking.type")).isEqualTo("none");
    assertThat(valid(text).with(Map.of("tracking.uri", "http://a")).value("tracking.type"))
        .isEqualTo("mlflow");
    assertThat(valid(text + "tracking: {experiment: x}\n").value("tracking.type"))
        .isEqualTo("none");
    assertThat(valid(text + "tracking: {uri: 'http://a'}\n").value("tracking.type"))
        .isEqualTo("mlflow");
    assertThat(load(text + "tracking: {experimnt: x}\n").problems().get(0).sentence())
        .contains("did you mean 'experiment'?");
  }
}
