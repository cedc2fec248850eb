package org.fivesigma.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.search.Trial;

/** Trains settings of a study, each in a folder of its own inside the study's. */
final class StudyTraining {
  private final RunServices services;
  private final Runner.Node node;
  private final EventCache cache;
  private final Runner runner;
  private final Tracking tracking;
  private final ExperimentFile base;
  private final Experiment.TuneSpec tune;
  private final int threads;

  StudyTraining(
      RunServices services, Runner.Node node, EventCache cache, Runner runner, Tracking tracking) {
    this.services = services;
    this.node = node;
    this.cache = cache;
    this.runner = runner;
    this.tracking = tracking;
    this.base = node.file().without("tune");
    Experiment experiment = node.file().experiment().orElseThrow();
    this.tune = experiment.tune().orElseThrow();
    this.threads = experiment.workers();
  }

  /** The experiment without its study: what every setting changes. */
  ExperimentFile base() {
    return base;
  }

  /** Reads the events that all trials share, if they are not there yet. */
  void prepare(RunSession session) {
    new SingleRun(services, base, session, cache, threads).prepare();
  }

  /** One trial: the validation metrics alone, with its share of the threads. */
  RunOutcome trial(Trial trial, TrialGuard guard) {
    return train(
        String.format("trial-%03d", trial.number()),
        trial,
        guard,
        RunConsole.silent(),
        (file, own) ->
            new SingleRun(
                services,
                file,
                own,
                cache,
                SingleRun.Purpose.TRIAL,
                Math.max(1, threads / tune.parallel()),
                Optional.of(tune.objective()),
                tune.noise()));
  }

  /** The best trial again, with all results. */
  RunOutcome best(Trial trial) {
    return train(
        "best",
        trial,
        RunSession.Guard.NONE,
        node.console(),
        (file, own) ->
            new SingleRun(
                services,
                file,
                own,
                cache,
                tune.refitOn().equals("train")
                    ? SingleRun.Purpose.FULL
                    : SingleRun.Purpose.FULL_WITH_VALID,
                threads,
                Optional.empty(),
                Optional.empty()));
  }

  private RunOutcome train(
      String folder,
      Trial trial,
      RunSession.Guard guard,
      RunConsole console,
      BiFunction<ExperimentFile, RunSession, SingleRun> made) {
    return runner.execute(
        new Runner.Node(
            base.with(trial.params()),
            node.folder().child(folder),
            Optional.empty(),
            Optional.of(node.folder().path()),
            texts(trial),
            guard,
            console),
        tracking,
        (file, own) -> made.apply(file, own).execute());
  }

  /** The settings of a trial as texts, by key. */
  static Map<String, String> texts(Trial trial) {
    Map<String, String> texts = new LinkedHashMap<>();
    trial.params().forEach((k, v) -> texts.put(k, String.valueOf(v)));
    return texts;
  }
}
