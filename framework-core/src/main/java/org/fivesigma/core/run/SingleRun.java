package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.evaluate.Evaluation;
import org.fivesigma.core.evaluate.EvaluationPlan;
import org.fivesigma.core.evaluate.Evaluator;
import org.fivesigma.core.evaluate.VariationResult;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.events.ManyErrors;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.plugin.Kinds;

/**
 * One training: events → models → scores → metrics, predictions, bundle, report, each written as
 * soon as it is there.
 */
final class SingleRun {
  /** What a run is for. */
  enum Purpose {
    /** All results. */
    FULL,
    /** All results of a model that is trained on train and then on train and valid. */
    FULL_WITH_VALID,
    /** A study's trial: the validation metrics alone. */
    TRIAL
  }

  private final RunServices services;
  private final ExperimentFile file;
  private final Experiment experiment;
  private final RunSession session;
  private final EventCache cache;
  private final Purpose purpose;
  private final int threads;
  private final Optional<String> objective;
  private final Optional<Experiment.Noise> noise;
  private final Seeds training;

  /** A run with all results. */
  SingleRun(
      RunServices services,
      ExperimentFile file,
      RunSession session,
      EventCache cache,
      int threads) {
    this(services, file, session, cache, Purpose.FULL, threads, Optional.empty(), Optional.empty());
  }

  /**
   * A run.
   *
   * @param objective a metric that is measured whether or not the file asks for it
   * @param noise how often a trial is repeated
   */
  SingleRun(
      RunServices services,
      ExperimentFile file,
      RunSession session,
      EventCache cache,
      Purpose purpose,
      int threads,
      Optional<String> objective,
      Optional<Experiment.Noise> noise) {
    this.services = services;
    this.file = file;
    this.experiment = file.experiment().orElseThrow();
    this.session = session;
    this.cache = cache;
    this.purpose = purpose;
    this.threads = threads;
    this.objective = objective;
    this.noise = noise;
    this.training = experiment.trainingSeeds();
  }

  /**
   * Runs to the end.
   *
   * @return the metrics, as {@code metrics.json} has them
   * @throws UserError or {@link ManyErrors} for what only the data showed
   */
  Map<String, Object> execute() {
    try {
      return run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> run() throws IOException {
    EventCache.Entry entry = events();
    EventData data = entry.data();
    List<Configured<Metric>> metrics = Metrics.of(file, data.classes().size(), objective);
    EvaluationPlan plan =
        Evaluators.plan(
            experiment, metrics, purpose == Purpose.TRIAL ? 0 : experiment.evaluate().bootstrap());
    List<UserError> errors = new ArrayList<>(plan.check());
    errors.addAll(plan.check(data.classes(), data.processes()));
    if (!errors.isEmpty()) {
      throw new ManyErrors(errors.stream().map(e -> e.under("evaluate")).toList());
    }
    if (full()) {
      systematics().check(data);
    }
    List<String> devices = Devices.resolve(experiment.device());
    Lock.write(session.folder(), services, data, experiment.seed(), threads, devices);
    data.warnings().forEach(session::warn);
    if (full()) {
      RowAccount.lines(experiment, data).forEach(session::log);
    }
    Monitors monitors =
        new Monitors(
            id -> Metrics.byId(file, metrics, id),
            services.catalog().ids(Kinds.METRIC),
            data.classes(),
            data.signal());
    List<Map<String, Object>> measured = new ArrayList<>();
    for (Repetitions.Repetition repetition : entry.repetitions(training, noise)) {
      TrainingContext context =
          new RunTrainingContext(
              repetition.seeds(),
              threads,
              devices,
              "",
              entry.features(),
              monitors,
              session,
              full() ? Optional.of(session.folder().file("checkpoints")) : Optional.empty(),
              objective.stream().toList());
      long start = System.nanoTime();
      try (TrainedFolds folds = train(repetition.data(), context, entry.features())) {
        double trainSeconds = (System.nanoTime() - start) / 1e9;
        measured.add(finish(repetition.data(), plan, folds, trainSeconds));
      }
    }
    Map<String, Object> result =
        measured.size() == 1 ? measured.get(0) : Repetitions.mean(measured);
    AtomicFiles.write(session.folder().file("metrics.json"), Json.text(result));
    return result;
  }

  private boolean full() {
    return purpose != Purpose.TRIAL;
  }

  private TrainedFolds train(EventData data, TrainingContext context, PreparedFeatures features) {
    if (purpose == Purpose.FULL_WITH_VALID) {
      session.warn(
          "the model was trained on train and valid; what is said of valid, and the cut, is of the"
              + " same training on train alone");
      return TrainedFolds.trainWithValid(data, experiment.model(), context, features);
    }
    return TrainedFolds.train(data, experiment.model(), context, features, true);
  }

  /** Reads the events if they are not there yet, and says what they are. */
  void prepare() {
    RowAccount.lines(experiment, events().data()).forEach(session::log);
  }

  private EventCache.Entry events() {
    long splitSeed = experiment.splitSeed().orElse(experiment.seed());
    return cache.get(
        experiment,
        splitSeed,
        () -> {
          EventData data = services.events(experiment, threads, session::log);
          return new EventCache.Entry(data, new PreparedFeatures(experiment.preprocessSeeds()));
        });
  }

  private Map<String, Object> finish(
      EventData data, EvaluationPlan plan, TrainedFolds folds, double trainSeconds)
      throws IOException {
    boolean full = full();
    RunScores scores =
        RunScores.of(
            data,
            folds,
            part -> !experiment.split().sealed().contains(part) && (full || part.equals("valid")),
            threads,
            session::check);
    if (full) {
      Predictions.write(services, session.folder(), data, scores);
      WeightsFile.write(session.folder(), experiment, data, scores).forEach(session::log);
    }
    Evaluator evaluator = Evaluators.of(experiment, plan, data, threads);
    Evaluation evaluation = evaluator.evaluate(scores.parts());
    evaluation.warnings().forEach(session::warn);
    Map<String, Object> metrics = MetricsFile.json(evaluation.values());
    if (full) {
      MetricsFile.addSculpting(metrics, evaluator, evaluation, data, scores);
      MetricsFile.addMemberSpread(metrics, folds.facts());
      List<VariationResult> varied = systematics().measure(data, folds, scores, plan, evaluation);
      SystematicsFile.addTo(metrics, varied);
      SystematicsFile.write(session.folder(), varied);
      AtomicFiles.write(session.folder().file("metrics.json"), Json.text(metrics));
      EvaluationPlan bare = Evaluators.plan(experiment, plan.metrics(), 0);
      FoldsFile.write(
          session.folder(),
          data,
          scores,
          Evaluators.of(experiment, bare, data, threads),
          evaluation);
    }
    RunInsight insight = new RunInsight(experiment, data, folds, session, threads);
    RunFacts.write(
        session.folder(),
        folds,
        evaluation,
        trainSeconds,
        session.trackedSeconds(),
        scores.microsecondsPerEvent(),
        full ? insight.importance(scores, Metrics.byId(file, plan.metrics(), "auc")) : Map.of(),
        full ? insight.correlations(scores) : Map.of(),
        session.warnings());
    if (full) {
      RunBundle.save(services, session.folder(), experiment, data, folds, evaluation, metrics);
      session.log("making plots and report");
      Reports.write(
          services, session.folder(), experiment, data, scores.parts(), scores.rows(), evaluation);
    }
    return metrics;
  }

  private SystematicRun systematics() {
    return new SystematicRun(services, experiment, threads, session);
  }
}
