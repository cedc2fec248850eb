package org.fivesigma.core.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.study.Journal;
import org.fivesigma.core.study.Spaces;
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
  private final RunServices services;
  private final Runner.Node node;
  private final RunSession session;
  private final EventCache cache;
  private final Runner runner;
  private final Tracking tracking;
  private final ExperimentFile base;
  private final Experiment.TuneSpec tune;
  private final int threads;
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
    this.threads = experiment.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  RunOutcome execute() {
    List<Parameter> space = Spaces.of(tune.space());
    requireSameSpace(space);
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
    work(queue, deadline);
    return finish(queue, maximise);
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

  private void requireSameSpace(List<Parameter> space) {
    Path file = node.folder().file("space.json");
    List<String> now = Spaces.describe(space);
    if (java.nio.file.Files.exists(file)) {
      try {
        Object before = Json.read(file).get("space");
        if (before instanceof List<?> lines && !lines.equals(now)) {
          List<String> difference = new ArrayList<>();
          lines.stream().filter(l -> !now.contains(l)).forEach(l -> difference.add("was: " + l));
          now.stream().filter(l -> !lines.contains(l)).forEach(l -> difference.add("now: " + l));
          throw UserError.of(
                  "changed-space",
                  "the study was begun with another space; " + String.join("; ", difference))
              .at("tune.space");
        }
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    AtomicFiles.write(file, Json.text(Map.of("space", now)));
  }

  /** A start setting with the file's own value for every active parameter that it does not name. */
  private Map<String, Object> complete(Map<String, Object> given, List<Parameter> space) {
    Map<String, Object> params = new LinkedHashMap<>();
    for (Parameter p : space) {
      if (p.active(params)) {
        params.put(
            p.path(), given.containsKey(p.path()) ? given.get(p.path()) : base.value(p.path()));
      }
    }
    return params;
  }

  private void work(TrialQueue queue, long deadline) {
    ExecutorService workers = Executors.newFixedThreadPool(tune.parallel());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < tune.parallel(); w++) {
        running.add(workers.submit(() -> worker(queue, deadline)));
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

  private void worker(TrialQueue queue, long deadline) {
    while (!stopped.get() && System.nanoTime() < deadline) {
      services.interruption().check();
      TrialQueue.Next next = queue.next();
      if (next instanceof TrialQueue.Next.Done) {
        return;
      }
      if (next instanceof TrialQueue.Next.Run run) {
        trial(queue, run.trial());
      } else {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StopTraining("interrupted", false);
    }
  }

  private void trial(TrialQueue queue, Trial trial) {
    long start = System.nanoTime();
    TrialGuard guard = new TrialGuard(queue, trial, tune.objective(), tune.pruner().create());
    String name = String.format("trial-%03d", trial.number());
    RunOutcome outcome;
    try {
      outcome =
          runner.execute(
              new Runner.Node(
                  base.with(trial.params()),
                  node.folder().child(name),
                  Optional.empty(),
                  Optional.of(node.folder().path()),
                  texts(trial.params()),
                  guard),
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
    } finally {
      services.interruption().check();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Trial ended = guard.ended(outcome);
    queue.ended(ended, seconds);
    session.metrics(
        trial.number(),
        trial.number(),
        Double.isNaN(ended.value()) ? Map.of() : Map.of(tune.objective(), ended.value()));
    session.progress(
        "study",
        queue.entries().stream().filter(e -> e.trial().state() != Trial.State.RUNNING).count(),
        tune.trials(),
        "trials");
    if (ended.state() == Trial.State.FAILED) {
      session.warn(name + " failed: " + ended.reason());
      if (tune.onTrialFailure().equals("stop")) {
        stopped.set(true);
      }
    } else {
      session.write(
          name
              + " "
              + ended.state().name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + ended.value()
              + " "
              + ended.params());
    }
  }

  private static Map<String, String> texts(Map<String, Object> params) {
    Map<String, String> texts = new LinkedHashMap<>();
    params.forEach((k, v) -> texts.put(k, String.valueOf(v)));
    return texts;
  }

  private RunOutcome finish(TrialQueue queue, boolean maximise) {
    List<Journal.Entry> entries = queue.entries();
    Comparator<Trial> better =
        Comparator.comparingDouble((Trial t) -> maximise ? -t.value() : t.value())
            .thenComparing(Trial::number);
    List<Trial> finished =
        entries.stream()
            .map(Journal.Entry::trial)
            .filter(t -> t.state() == Trial.State.FINISHED && !Double.isNaN(t.value()))
            .sorted(better)
            .toList();
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
    best.params().forEach((path, value) -> session.log("  " + path + ": " + value));
    ExperimentFile winner = base.with(best.params());
    AtomicFiles.write(node.folder().file("best.yaml"), winner.resolvedYaml());
    RunOutcome refit =
        runner.execute(
            new Runner.Node(
                winner,
                node.folder().child("best"),
                Optional.empty(),
                Optional.of(node.folder().path()),
                texts(best.params()),
                RunSession.Guard.NONE),
            tracking);
    if (refit.state().equals("interrupted")) {
      throw new StopTraining("interrupted in the training of the best", false);
    }
    Map<String, Object> metrics =
        new RunFolder(node.folder().file("runs").resolve("best")).metrics();
    AtomicFiles.write(node.folder().file("metrics.json"), Json.text(metrics));
    AtomicFiles.write(
        node.folder().file("study.json"), Json.text(summary(finished, entries, metrics)));
    session.parameters(texts(best.params()));
    int code = failed > 0 ? 3 : refit.exitCode();
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

  private static String firstReason(List<Journal.Entry> entries) {
    return entries.stream()
        .map(e -> e.trial().reason())
        .filter(r -> !r.isEmpty())
        .findFirst()
        .orElse("the time was up before the first one ended");
  }

  private Map<String, Object> summary(
      List<Trial> finished, List<Journal.Entry> entries, Map<String, Object> metrics) {
    Map<String, Object> summary = new LinkedHashMap<>();
    Trial best = finished.get(0);
    summary.put("objective", tune.objective());
    summary.put("sampler", tune.sampler().id());
    summary.put("trials", (long) entries.size());
    summary.put("best_trial", (long) best.number());
    summary.put("best_value", best.value());
    String onTest = tune.objective().replaceFirst("^valid/", "test/");
    double test = MetricsFile.value(metrics, onTest);
    if (!Double.isNaN(test)) {
      summary.put("test_value", test);
      summary.put("optimism", best.value() - test);
    }
    List<Object> top = new ArrayList<>();
    for (Trial t : finished.subList(0, Math.min(10, finished.size()))) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("trial", (long) t.number());
      row.put("value", t.value());
      row.put("params", t.params());
      top.add(row);
    }
    summary.put("best_ten", top);
    return summary;
  }

  /** Records a trial's values while it trains, and stops it when the pruner says so. */
  private static final class TrialGuard implements RunSession.Guard {
    private final TrialQueue queue;
    private final Trial trial;
    private final String objective;
    private final Pruner pruner;
    private final List<Trial.Intermediate> seen = new ArrayList<>();
    private volatile boolean prune;

    TrialGuard(TrialQueue queue, Trial trial, String objective, Pruner pruner) {
      this.queue = queue;
      this.trial = trial;
      this.objective = objective;
      this.pruner = pruner;
    }

    @Override
    public synchronized void measured(double step, Map<String, Double> values) {
      Double value = values.get(objective);
      if (value != null) {
        seen.add(new Trial.Intermediate(step, value));
        prune =
            pruner.prune(queue.view(withSeen(Trial.State.RUNNING, Double.NaN, "")), trial.number());
      }
    }

    @Override
    public void check() {
      if (prune) {
        throw new StopTraining("pruned after " + seen.size() + " reports", true);
      }
    }

    private Trial withSeen(Trial.State state, double value, String reason) {
      return new Trial(trial.number(), state, trial.params(), value, 0, List.copyOf(seen), reason);
    }

    Trial ended(RunOutcome outcome) {
      if (outcome.state().equals("pruned")) {
        return withSeen(
            Trial.State.PRUNED,
            seen.get(seen.size() - 1).value(),
            "pruned after " + seen.size() + " reports");
      }
      if (!outcome.finished()) {
        return withSeen(Trial.State.FAILED, Double.NaN, outcome.message());
      }
      Map<String, Object> metrics = outcome.folder().metrics();
      double value = MetricsFile.value(metrics, objective);
      if (Double.isNaN(value)) {
        return withSeen(Trial.State.FAILED, Double.NaN, objective + " has no value");
      }
      double noise = MetricsFile.field(metrics, objective, "noise").orElse(0.0);
      return new Trial(
          trial.number(),
          Trial.State.FINISHED,
          trial.params(),
          value,
          noise,
          List.copyOf(seen),
          "");
    }
  }
}
