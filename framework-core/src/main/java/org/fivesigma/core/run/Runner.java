package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.events.ManyErrors;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.folder.RunStatus;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.TrainingContext.StopTraining;
import org.fivesigma.spi.track.Delivery;

/**
 * Runs experiments: one training, or a matrix ⊃ repeat ⊃ study of them, runs inside runs. What is
 * finished stays finished whatever happens later; {@link #resume} goes on from there.
 */
public final class Runner {
  /** Exit code of a run with a mistake in the file or the data. */
  public static final int USER_ERROR = 2;

  private static final Duration DELIVERY_PATIENCE = Duration.ofSeconds(60);

  /** Who has pressed Ctrl-C, or has an error to look at, does not wait a minute. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(10);

  private final RunServices services;
  private final EventCache cache = new EventCache();

  /** A runner. */
  public Runner(RunServices services) {
    this.services = services;
  }

  /**
   * Runs a checked experiment in a new folder.
   *
   * @param source the file it was read from
   * @param asGiven the file's text, for {@code spec.yaml}
   * @param out the run folder; absent: a new one below {@code runs/}
   */
  public RunOutcome run(
      ExperimentFile file, Path source, Optional<String> asGiven, Optional<Path> out) {
    Experiment experiment = file.experiment().orElseThrow();
    RunFolder folder =
        RunFolder.create(services.workingFolder(), experiment.name().orElse("experiment"), out);
    return execute(file, source, asGiven, folder);
  }

  /**
   * Runs the learning-rate range test of a checked experiment in a new folder, untracked; a matrix,
   * repeats and a study are left aside: the file's own model is tested.
   *
   * @param asGiven the file's text, for {@code spec.yaml}
   * @param out the run folder; absent: a new one below {@code runs/<name>-lr_find/}
   */
  public RunOutcome rangeTest(ExperimentFile file, Optional<String> asGiven, Optional<Path> out) {
    ExperimentFile alone =
        file.without("matrix", "repeat", "tune").with(Map.of("tracking", "none"));
    String name = file.experiment().orElseThrow().name().orElse("experiment") + "-lr_find";
    RunFolder folder = RunFolder.create(services.workingFolder(), name, out);
    return rangeTest(root(alone, folder, asGiven));
  }

  private RunOutcome rangeTest(Node node) {
    try (Tracking none = Tracking.none()) {
      return execute(
          node, none, (f, session) -> new RangeTestRun(services, f, session, threads(f)).execute());
    }
  }

  /** Goes on with an interrupted run or range test; a finished one is left as it is. */
  public RunOutcome resume(ExperimentFile file, RunFolder folder) {
    if (RangeTestRun.began(folder)) {
      return rangeTest(root(file, folder, Optional.empty()));
    }
    return execute(file, folder.file("resolved.yaml"), Optional.empty(), folder);
  }

  private RunOutcome execute(
      ExperimentFile file, Path source, Optional<String> asGiven, RunFolder folder) {
    Node root = root(file, folder, asGiven);
    Tracking opened;
    try {
      opened = Tracking.open(file.experiment().orElseThrow(), services, source);
    } catch (UserError e) {
      UserError placed = e.under("tracking");
      return failed(root, begin(root, Tracking.none()), List.of(file.problem(placed)), placed);
    }
    try (Tracking tracking = opened) {
      RunOutcome outcome = executeAndTell(root, tracking);
      boolean interrupted = outcome.state().equals("interrupted");
      Delivery delivery = tracking.finish(interrupted ? SHORT_PATIENCE : DELIVERY_PATIENCE);
      if (delivery.pending() > 0) {
        delivery.problems().forEach(services.console()::warn);
        if (outcome.exitCode() == 0) {
          return outcome.withExitCode(3);
        }
      }
      return outcome;
    }
  }

  /** Of a run that ends by an exception the tracker is told, too. */
  private RunOutcome executeAndTell(Node root, Tracking tracking) {
    try {
      return execute(root, tracking);
    } catch (RuntimeException | Error e) {
      try {
        tracking.finish(SHORT_PATIENCE);
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private Node root(ExperimentFile file, RunFolder folder, Optional<String> asGiven) {
    return new Node(
        file,
        folder,
        asGiven,
        Optional.empty(),
        Map.of(),
        RunSession.Guard.NONE,
        services.console());
  }

  /**
   * One run of the tree.
   *
   * @param console where it speaks; a trial is silent but for its study
   */
  record Node(
      ExperimentFile file,
      RunFolder folder,
      Optional<String> asGiven,
      Optional<Path> parent,
      Map<String, String> varied,
      RunSession.Guard guard,
      RunConsole console) {}

  /** What a run of one model does. */
  interface Body {
    /** Runs to the end and gives the metrics. */
    Map<String, Object> run(ExperimentFile file, RunSession session);
  }

  RunOutcome execute(Node node, Tracking tracking) {
    return execute(
        node,
        tracking,
        (file, session) -> new SingleRun(services, file, session, cache, threads(file)).execute());
  }

  private static int threads(ExperimentFile file) {
    return file.experiment().orElseThrow().workers();
  }

  /** A run whose leaf does something of its own: a trial. */
  RunOutcome execute(Node node, Tracking tracking, Body body) {
    Optional<RunStatus> before = node.folder().status();
    if (before.isPresent()
        && before.get().state().equals("finished")
        && !mayGoOn(node.folder(), node.file())) {
      return new RunOutcome(
          node.folder(), "finished", before.get().exitCode().orElse(0), List.of(), List.of());
    }
    List<Problem> invalid = node.file().problems();
    if (!invalid.isEmpty()) {
      return new RunOutcome(node.folder(), "failed", USER_ERROR, invalid, List.of());
    }
    Optional<UserError> changed = changedStudy(node);
    if (changed.isPresent()) {
      return new RunOutcome(
          node.folder(),
          "failed",
          USER_ERROR,
          List.of(node.file().problem(changed.get())),
          List.of());
    }
    RunSession session = begin(node, tracking);
    try {
      return run(node, session, tracking, body);
    } catch (UserError e) {
      return failed(node, session, List.of(node.file().problem(e)), e);
    } catch (ManyErrors e) {
      return failed(node, session, node.file().problems(e.errors()), e);
    } catch (StopTraining e) {
      String state = e.pruned() ? "pruned" : "interrupted";
      int code = e.pruned() ? 0 : services.interruption().exitCode();
      session.end(state, code, Optional.of(String.valueOf(e.getMessage())));
      return new RunOutcome(node.folder(), state, code, List.of(), session.warnings());
    } catch (RuntimeException | Error e) {
      String message = node.file().mask(Failures.inWords(e));
      endOfFailed(session, message, e);
      if (node.parent().isEmpty()) {
        throw e;
      }
      node.console().warn(node.folder().name() + " failed: " + message);
      return new RunOutcome(
          node.folder(),
          "failed",
          1,
          List.of(node.file().problem(UserError.of("run-failed", message))),
          session.warnings());
    }
  }

  /** A finished study goes on where more is asked of it, and so does what has studies inside. */
  private static boolean mayGoOn(RunFolder folder, ExperimentFile file) {
    return file.experiment()
        .filter(e -> e.tune().isPresent())
        .map(
            e ->
                !e.matrix().isEmpty()
                    || e.repeat().isPresent()
                    || StudyRun.asksForMore(folder, e.tune().get()))
        .orElse(false);
  }

  /** A study that cannot go on as asked stays as it is, its resolved file too. */
  private static Optional<UserError> changedStudy(Node node) {
    Experiment experiment = node.file().experiment().orElseThrow();
    return experiment.matrix().isEmpty() && experiment.repeat().isEmpty()
        ? experiment.tune().flatMap(tune -> StudyRun.changed(node.folder(), tune))
        : Optional.empty();
  }

  private RunSession begin(Node node, Tracking tracking) {
    return RunSession.begin(
        node.folder(),
        node.file(),
        node.asGiven(),
        node.parent(),
        node.varied(),
        tracking,
        node.console(),
        services.interruption(),
        node.guard());
  }

  /** On a full disk not even the end can be written down; what is told is the first failure. */
  private static void endOfFailed(RunSession session, String message, Throwable first) {
    try {
      session.end("failed", 1, Optional.of(message));
    } catch (UncheckedIOException e) {
      first.addSuppressed(e);
    }
  }

  private RunOutcome failed(
      Node node, RunSession session, List<Problem> problems, RuntimeException cause) {
    String message =
        problems.stream().map(Problem::message).reduce((a, b) -> a + "; " + b).orElse("");
    session.end("failed", USER_ERROR, Optional.of(message));
    return new RunOutcome(node.folder(), "failed", USER_ERROR, problems, session.warnings())
        .because(cause);
  }

  private RunOutcome run(Node node, RunSession session, Tracking tracking, Body body) {
    Experiment experiment = node.file().experiment().orElseThrow();
    if (!experiment.matrix().isEmpty()) {
      return children(node, session, tracking, Variants.ofMatrix(node.file()), false);
    }
    if (experiment.repeat().isPresent()) {
      return children(node, session, tracking, Variants.ofRepeat(node.file()), true);
    }
    if (experiment.tune().isPresent()) {
      return new StudyRun(services, node, session, cache, this, tracking).execute();
    }
    body.run(node.file(), session);
    session.end("finished", 0, Optional.empty());
    return new RunOutcome(node.folder(), "finished", 0, List.of(), session.warnings());
  }

  private RunOutcome children(
      Node node,
      RunSession session,
      Tracking tracking,
      List<Variants.Variant> variants,
      boolean repeats) {
    Map<String, Map<String, Object>> metrics = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    int failed = 0;
    int worst = 0;
    for (int i = 0; i < variants.size(); i++) {
      Variants.Variant variant = variants.get(i);
      session.check();
      session.log(String.format("%s (%d of %d)", variant.name(), i + 1, variants.size()));
      Node child =
          new Node(
              variant.file(),
              node.folder().child(variant.name()),
              Optional.empty(),
              Optional.of(node.folder().path()),
              variant.varied(),
              node.guard(),
              node.console());
      RunOutcome outcome = execute(child, tracking);
      if (outcome.state().equals("interrupted")) {
        throw new StopTraining("interrupted in " + variant.name(), false);
      }
      if (outcome.finished()) {
        metrics.put(variant.name(), child.folder().metrics());
        worst = Math.max(worst, outcome.exitCode());
        writeSummary(node.folder(), metrics, repeats);
      } else {
        failed++;
        problems.addAll(outcome.problems());
        session.warn(variant.name() + " failed: " + outcome.message());
      }
    }
    if (failed == variants.size()) {
      int code = problems.stream().anyMatch(p -> p.code().equals("run-failed")) ? 1 : USER_ERROR;
      session.end("failed", code, Optional.of("every run failed"));
      return new RunOutcome(node.folder(), "failed", code, problems, session.warnings());
    }
    writeSummary(node.folder(), metrics, repeats);
    if (!repeats) {
      best(node, session, metrics, variants);
    }
    overview(node);
    int code = failed > 0 ? 3 : worst;
    session.end("finished", code, Optional.empty());
    return new RunOutcome(node.folder(), "finished", code, problems, session.warnings());
  }

  /** Says which variant did best; its settings are then the matrix's own. */
  private static void best(
      Node node,
      RunSession session,
      Map<String, Map<String, Object>> metrics,
      List<Variants.Variant> variants) {
    BestVariant.of(node.file(), metrics)
        .ifPresent(
            found -> {
              found.write(node.folder());
              session.log(
                  "best variant: "
                      + found.best()
                      + ", "
                      + found.objective()
                      + " "
                      + found.values().get(found.best()));
              variants.stream()
                  .filter(variant -> variant.name().equals(found.best()))
                  .forEach(variant -> session.parameters(variant.varied()));
            });
  }

  /** The report of a run that has others inside. */
  void overview(Node node) {
    try {
      Reports.overview(services, node.folder(), node.file().experiment().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeSummary(
      RunFolder folder, Map<String, Map<String, Object>> metrics, boolean repeats) {
    Map<String, Object> summary =
        repeats ? Summaries.ofRepeats(List.copyOf(metrics.values())) : Summaries.ofMatrix(metrics);
    AtomicFiles.write(folder.file("metrics.json"), Json.text(summary));
  }
}
