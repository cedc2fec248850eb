package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.study.Journal;
import org.fivesigma.core.study.LockFile;
import org.fivesigma.core.study.Spaces;
import org.fivesigma.core.study.StudySummary;
import org.fivesigma.core.study.TrialQueue;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.model.TrainingContext.StopTraining;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;

/**
 * A search over settings: trials in parallel on one loaded data set, each written to the journal
 * before and after, then the best one trained again with all results.
 */
final class StudyRun {
  private final RunServices services;
  private final Runner.Node node;
  private final RunSession session;
  private final Runner runner;
  private final StudyTraining training;
  private final Experiment.TuneSpec tune;

  StudyRun(
      RunServices services,
      Runner.Node node,
      RunSession session,
      EventCache cache,
      Runner runner,
      Tracking tracking) {
    this.services = services;
    this.node = node;
    this.session = session;
    this.runner = runner;
    this.training = new StudyTraining(services, node, cache, runner, tracking);
    this.tune = node.file().experiment().orElseThrow().tune().orElseThrow();
  }

  /** Whether a study that has ended is asked for more, or for what it must refuse. */
  static boolean asksForMore(RunFolder folder, Experiment.TuneSpec tune) {
    long ended =
        new Journal(folder.path())
            .read().values().stream().filter(e -> e.trial().state() != Trial.State.RUNNING).count();
    return ended < tune.trials() || changed(folder, tune).isPresent();
  }

  /** Why a study does not go on: it was begun with another space. */
  static Optional<UserError> changed(RunFolder folder, Experiment.TuneSpec tune) {
    List<?> before = describedBefore(folder);
    List<String> now = Spaces.describe(Spaces.of(tune.space()));
    if (before.isEmpty() || before.equals(now)) {
      return Optional.empty();
    }
    List<String> difference = new ArrayList<>();
    before.stream().filter(l -> !now.contains(l)).forEach(l -> difference.add("was: " + l));
    now.stream().filter(l -> !before.contains(l)).forEach(l -> difference.add("now: " + l));
    return Optional.of(
        UserError.of(
                "changed-space",
                "the study was begun with another space; " + String.join("; ", difference))
            .at("tune.space"));
  }

  private static List<?> describedBefore(RunFolder folder) {
    try {
      Path file = folder.file("space.json");
      return Files.exists(file) && Json.read(file).get("space") instanceof List<?> lines
          ? lines
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunOutcome execute() {
    List<Parameter> space = Spaces.of(tune.space());
    AtomicFiles.write(
        node.folder().file("space.json"), Json.text(Map.of("space", Spaces.describe(space))));
    Experiment experiment = node.file().experiment().orElseThrow();
    Sampler sampler = tune.sampler().create();
    boolean maximise = maximise();
    Seeds seeds = new Seeds(experiment.seed()).child("study");
    int total = total(sampler, space);
    TrialQueue queue =
        new TrialQueue(
            new Journal(node.folder().path()),
            space,
            sampler,
            maximise,
            total,
            tune.parallel(),
            tune.mode().equals("batch"),
            tune.start().stream().map(s -> complete(s, space)).toList(),
            seeds);
    sampler.notes(new Study(space, maximise, total, List.of(), seeds)).forEach(session::log);
    long deadline =
        tune.timeBudget()
            .map(t -> System.nanoTime() + Durations.parse(t, "tune.time_budget").toNanos())
            .orElse(Long.MAX_VALUE);
    if (space.stream().noneMatch(p -> p.path().matches("(data|split|momenta|seed)\\b.*"))) {
      training.prepare(session);
    }
    new StudyTrials(services, session, tune, training, queue).work(maximise, deadline);
    // Of several processes on one study each comes here; the first trains the best.
    return LockFile.held(node.folder().file("finish.lock"), () -> finish(queue, space, maximise));
  }

  private int total(Sampler sampler, List<Parameter> space) {
    Optional<Long> size = sampler.size(space);
    if (size.isPresent() && size.get() > tune.trials()) {
      session.log(
          "the space has " + size.get() + " settings, of which " + tune.trials() + " are tried");
    }
    return size.isPresent() ? (int) Math.min(size.get(), tune.trials()) : tune.trials();
  }

  private boolean maximise() {
    String[] key = tune.objective().split("/", 3);
    Metric metric =
        key.length < 2
            ? null
            : Metrics.byId(
                    training.base(),
                    training
                        .base()
                        .experiment()
                        .orElseThrow()
                        .evaluate()
                        .metrics()
                        .orElse(List.of()),
                    key[1])
                .orElse(null);
    if (metric == null) {
      throw UserError.of(
              "unknown-metric",
              "'" + tune.objective() + "' is no metric of a part, such as valid/auc")
          .at("tune.objective");
    }
    if (!key[0].equals("valid")) {
      throw UserError.of("bad-metric-key", "a study looks at valid alone; test is kept for the end")
          .at("tune.objective");
    }
    return metric.direction(key.length > 2 ? key[2] : "") != Direction.MINIMISE;
  }

  /** A start setting with the file's own value for every active parameter that it does not name. */
  private Map<String, Object> complete(Map<String, Object> given, List<Parameter> space) {
    Map<String, Object> params = new LinkedHashMap<>();
    for (Parameter p : space) {
      if (p.active(params)) {
        params.put(
            p.path(),
            Spaces.typed(
                p,
                given.containsKey(p.path())
                    ? given.get(p.path())
                    : training.base().value(p.path())));
      }
    }
    return params;
  }

  private RunOutcome finish(TrialQueue queue, List<Parameter> space, boolean maximise) {
    List<Journal.Entry> entries = queue.entries();
    List<Trial> finished =
        StudySummary.ranked(entries.stream().map(Journal.Entry::trial).toList(), maximise);
    long failed = entries.stream().filter(e -> e.trial().state() == Trial.State.FAILED).count();
    if (finished.isEmpty()) {
      session.end("failed", 1, Optional.of("no trial finished"));
      return new RunOutcome(
          node.folder(),
          "failed",
          1,
          List.of(
              node.file()
                  .problem(
                      UserError.of("study-failed", "no trial finished: " + firstReason(entries))
                          .at("tune"))),
          session.warnings());
    }
    Trial best = finished.get(0);
    session.log(
        "best of "
            + entries.size()
            + " trials: trial "
            + best.number()
            + ", "
            + tune.objective()
            + " "
            + best.value());
    session.log("the best trials:");
    StudySummary.table(finished).forEach(session::log);
    becomesBest(training.base().with(best.params()));
    RunOutcome refit = training.best(best);
    if (refit.state().equals("interrupted")) {
      throw new StopTraining("interrupted in the training of the best", false);
    }
    Map<String, Object> metrics =
        new RunFolder(node.folder().file("runs").resolve("best")).metrics();
    AtomicFiles.write(node.folder().file("metrics.json"), Json.text(metrics));
    AtomicFiles.write(
        node.folder().file("study.json"),
        Json.text(
            StudySummary.of(
                space,
                maximise,
                tune.objective(),
                tune.sampler().id(),
                entries.stream().map(Journal.Entry::trial).toList(),
                MetricsFile.value(metrics, tune.objective().replaceFirst("^valid/", "test/")))));
    session.parameters(StudyTraining.texts(best));
    int code = failed > 0 ? 3 : refit.exitCode();
    optimism(metrics, best, maximise).ifPresent(session::log);
    runner.overview(node);
    session.end(
        refit.finished() ? "finished" : "failed",
        refit.finished() ? code : refit.exitCode(),
        Optional.empty());
    return new RunOutcome(
        node.folder(),
        refit.state(),
        refit.finished() ? code : refit.exitCode(),
        refit.problems(),
        session.warnings());
  }

  /** Writes {@code best.yaml}; the run of another winner before it, of fewer trials, goes. */
  private void becomesBest(ExperimentFile winner) {
    Path file = node.folder().file("best.yaml");
    String text = winner.resolvedYaml();
    try {
      Path before = node.folder().file("runs").resolve("best");
      if (Files.exists(before) && !(Files.exists(file) && Files.readString(file).equals(text))) {
        try (Stream<Path> files = Files.walk(before)) {
          for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace " + file + ": " + e.getMessage(), e);
    }
    AtomicFiles.write(file, text);
  }

  /** What the study tells of its choice on the part that no trial saw. */
  private Optional<String> optimism(Map<String, Object> metrics, Trial best, boolean maximise) {
    String onTest = tune.objective().replaceFirst("^valid/", "test/");
    double test = MetricsFile.value(metrics, onTest);
    return Double.isNaN(test)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s of the best trial %.6g, %s %.6g (optimism %.3g)",
                tune.objective(),
                best.value(),
                onTest,
                test,
                maximise ? best.value() - test : test - best.value()));
  }

  private static String firstReason(List<Journal.Entry> entries) {
    return entries.stream()
        .map(e -> e.trial().reason())
        .filter(r -> !r.isEmpty())
        .findFirst()
        .orElse("the time was up before the first one ended");
  }
}
