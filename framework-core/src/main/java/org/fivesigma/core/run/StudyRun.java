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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;

/**
 * A search over settings: trials in parallel on one loaded data set, each written to the journal
 * before and after, then the best one trained again with all results.
 */
final class StudyRun {
  private static final long PAUSE_MILLISECONDS = 200;

  private final RunServices services;
  private final Runner.Node node;
  private final RunSession session;
  private final EventCache cache;
  private final Runner runner;
  private final Tracking tracking;
  private final ExperimentFile base;
  private final Experiment.TuneSpec tune;
  private final int threads;

  /** Set when no new trial is to start; its monitor is told whenever a trial has ended. */
  private final AtomicBoolean stopped = new AtomicBoolean();

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
    this.cache = cache;
    this.runner = runner;
    this.tracking = tracking;
    this.base = node.file().without("tune");
    Experiment experiment = node.file().experiment().orElseThrow();
    this.tune = experiment.tune().orElseThrow();
    this.threads = experiment.workers();
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
      new SingleRun(services, base, session, cache, threads).prepare();
    }
    work(queue, maximise, deadline);
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
                    base,
                    base.experiment().orElseThrow().evaluate().metrics().orElse(List.of()),
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
                p, given.containsKey(p.path()) ? given.get(p.path()) : base.value(p.path())));
      }
    }
    return params;
  }

  private void work(TrialQueue queue, boolean maximise, long deadline) {
    ExecutorService workers = Executors.newFixedThreadPool(tune.parallel());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < tune.parallel(); w++) {
        running.add(workers.submit(() -> guarded(queue, maximise, deadline)));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StopTraining("interrupted", false);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdown();
    }
  }

  /** A worker that cannot go on stops the others once their trials have ended. */
  private void guarded(TrialQueue queue, boolean maximise, long deadline) {
    try {
      worker(queue, maximise, deadline);
    } catch (RuntimeException | Error e) {
      stopped.set(true);
      throw e;
    }
  }

  private void worker(TrialQueue queue, boolean maximise, long deadline) {
    while (!stopped.get() && System.nanoTime() < deadline) {
      services.interruption().check();
      TrialQueue.Next next = queue.next();
      if (next instanceof TrialQueue.Next.Done) {
        return;
      }
      if (next instanceof TrialQueue.Next.Run run) {
        trial(queue, maximise, run.trial());
      } else {
        pause();
      }
    }
  }

  /** Until a trial of this process ends; one of another process is seen a little later. */
  private void pause() {
    try {
      synchronized (stopped) {
        stopped.wait(PAUSE_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StopTraining("interrupted", false);
    }
  }

  private void trial(TrialQueue queue, boolean maximise, Trial trial) {
    long start = System.nanoTime();
    Optional<Pruner> pruner =
        tune.pruner().id().equals("none") ? Optional.empty() : Optional.of(tune.pruner().create());
    TrialGuard guard = new TrialGuard(queue, trial, tune.objective(), pruner);
    boolean told = false;
    try {
      RunOutcome outcome = train(trial, guard);
      services.interruption().check();
      double seconds = (System.nanoTime() - start) / 1e9;
      Trial ended = guard.ended(outcome);
      queue.ended(ended, seconds);
      told = true;
      say(queue, ended, maximise, seconds);
    } finally {
      if (!told) {
        giveBack(queue, trial);
      }
      synchronized (stopped) {
        stopped.notifyAll();
      }
    }
  }

  /** What ended this worker is told, even where the journal cannot be written any more. */
  private void giveBack(TrialQueue queue, Trial trial) {
    try {
      queue.abandoned(trial);
    } catch (UncheckedIOException e) {
      services.console().warn(e.getMessage());
    }
  }

  private RunOutcome train(Trial trial, TrialGuard guard) {
    String name = String.format("trial-%03d", trial.number());
    return runner.execute(
        new Runner.Node(
            base.with(trial.params()),
            node.folder().child(name),
            Optional.empty(),
            Optional.of(node.folder().path()),
            texts(trial.params()),
            guard,
            RunConsole.silent()),
        tracking,
        (file, own) ->
            new SingleRun(
                    services,
                    file,
                    own,
                    cache,
                    SingleRun.Purpose.TRIAL,
                    Math.max(1, threads / tune.parallel()),
                    Optional.of(tune.objective()),
                    tune.noise())
                .execute());
  }

  private void say(TrialQueue queue, Trial ended, boolean maximise, double seconds) {
    session.metrics(
        ended.number(),
        ended.number(),
        Double.isNaN(ended.value()) ? Map.of() : Map.of(tune.objective(), ended.value()));
    List<Trial> all = queue.entries().stream().map(Journal.Entry::trial).toList();
    session.log(StudySummary.line(ended, all, tune.trials(), maximise, seconds));
    if (ended.state() == Trial.State.FAILED && tune.onTrialFailure().equals("stop")) {
      stopped.set(true);
    }
  }

  private static Map<String, String> texts(Map<String, Object> params) {
    Map<String, String> texts = new LinkedHashMap<>();
    params.forEach((k, v) -> texts.put(k, String.valueOf(v)));
    return texts;
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
    ExperimentFile winner = base.with(best.params());
    becomesBest(winner);
    RunOutcome refit =
        runner.execute(
            new Runner.Node(
                winner,
                node.folder().child("best"),
                Optional.empty(),
                Optional.of(node.folder().path()),
                texts(best.params()),
                RunSession.Guard.NONE,
                node.console()),
            tracking,
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
                        Optional.empty())
                    .execute());
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
    session.parameters(texts(best.params()));
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
