package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.RangeTested;
import org.fivesigma.spi.model.RangeTested.RangeTest;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.plugin.Kinds;

/** A learning-rate range test: events → test → curve, suggestion, plot. */
final class RangeTestRun {
  private static final String FACT = "range_test";

  private final RunServices services;
  private final ExperimentFile file;
  private final Experiment experiment;
  private final RunSession session;
  private final int threads;

  RangeTestRun(RunServices services, ExperimentFile file, RunSession session, int threads) {
    this.services = services;
    this.file = file;
    this.experiment = file.experiment().orElseThrow();
    this.session = session;
    this.threads = threads;
  }

  /** Whether the run in a folder is a range test, ended or not. */
  static boolean began(RunFolder folder) {
    Path facts = folder.file("facts.json");
    try {
      return Files.exists(facts) && Json.read(facts).containsKey(FACT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs to the end.
   *
   * @return {@code lr_find/suggestion} and {@code lr_find/largest}, as {@code metrics.json} has
   *     them
   * @throws UserError where the model has no learning rate that a range test can find
   */
  Map<String, Object> execute() {
    // Who resumes this folder finds here what was begun in it.
    facts(Map.of());
    ModelSpec model = experiment.model();
    if (!(model.trainer().create() instanceof RangeTested tested)) {
      throw UserError.of(
              "no-range-test",
              "a range test needs a network; model '"
                  + model.trainer().id()
                  + "' is not trained by gradient steps")
          .at("model.type")
          .hint("lr_find takes a file whose model is mlp, or an ensemble of mlp");
    }
    EventData data = events();
    data.warnings().forEach(session::warn);
    TrainingTask task =
        TrainedFolds.task(data, data.folds().get(0), model, prepared(), true)
            .withPreprocess(model.preprocess());
    RangeTest test;
    try {
      test = tested.rangeTest(task, context(data));
    } catch (UserError e) {
      throw e.key().filter(key -> key.startsWith("preprocess")).isPresent() ? e : e.under("model");
    }
    try {
      return write(test);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EventData events() {
    return services.events(experiment, threads, session::log);
  }

  private PreparedFeatures prepared() {
    return new PreparedFeatures(experiment.preprocessSeeds());
  }

  private TrainingContext context(EventData data) {
    return new RunTrainingContext(
        experiment.trainingSeeds(),
        threads,
        Devices.resolve(experiment.device()),
        "",
        prepared(),
        new Monitors(
            id -> Metrics.byId(file, List.of(), id),
            services.catalog().ids(Kinds.METRIC),
            data.classes(),
            data.signal()),
        session,
        Optional.empty(),
        List.of());
  }

  private Map<String, Object> write(RangeTest test) throws IOException {
    for (int k = 0; k < test.rates().length; k++) {
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("learning_rate", test.rates()[k]);
      values.put("lr_find/loss", test.median()[k]);
      values.put("lr_find/low", test.low()[k]);
      values.put("lr_find/high", test.high()[k]);
      session.metrics(k + 1L, 0, values);
    }
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("lr_find/suggestion", Map.of("value", test.suggestion()));
    metrics.put("lr_find/largest", Map.of("value", test.largest()));
    facts(test.facts());
    AtomicFiles.write(session.folder().file("metrics.json"), Json.text(metrics));
    Reports.overview(services, session.folder(), experiment);
    return metrics;
  }

  private void facts(Map<String, Object> ofTest) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("warnings", session.warnings());
    facts.put(FACT, ofTest);
    AtomicFiles.write(session.folder().file("facts.json"), Json.text(facts));
  }
}
