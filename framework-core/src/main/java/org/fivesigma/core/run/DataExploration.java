package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.events.ManyErrors;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.explore.Exploration;
import org.fivesigma.spi.explore.ExplorationReporter;
import org.fivesigma.spi.explore.ExploredData;
import org.fivesigma.spi.explore.Explorer;

/** Looks at an experiment's data without any model and writes what is found to a run folder. */
public final class DataExploration {
  private final RunServices services;

  /** Explores data. */
  public DataExploration(RunServices services) {
    this.services = services;
  }

  /**
   * What became of an exploration.
   *
   * @param found absent where the data could not be read
   */
  public record Outcome(
      RunFolder folder, int exitCode, List<Problem> problems, Optional<Exploration> found) {}

  /**
   * Explores the data of a checked experiment. Sealed parts are left out, as everywhere.
   *
   * @param out the run folder; absent: a new one below {@code runs/<name>-explore/}, apart from the
   *     experiment's trained models
   */
  public Outcome explore(ExperimentFile file, String asGiven, Optional<Path> out) {
    Experiment experiment = file.experiment().orElseThrow();
    String name = experiment.name().orElse("experiment");
    RunFolder folder = RunFolder.create(services.workingFolder(), name + "-explore", out);
    try (RunSession session =
        RunSession.begin(
            folder,
            file,
            Optional.of(asGiven),
            Optional.empty(),
            Map.of(),
            Tracking.none(),
            services.console(),
            services.interruption(),
            RunSession.Guard.NONE)) {
      try {
        Exploration found = explore(experiment, name, session);
        session.end("finished", 0, Optional.empty());
        return new Outcome(folder, 0, List.of(), Optional.of(found));
      } catch (UserError e) {
        return failed(folder, session, List.of(file.problem(e)));
      } catch (ManyErrors e) {
        return failed(folder, session, e.errors().stream().map(file::problem).toList());
      } catch (IOException e) {
        session.end("failed", 1, Optional.of(String.valueOf(e.getMessage())));
        throw new UncheckedIOException(e);
      } catch (RuntimeException | Error e) {
        session.end("failed", 1, Optional.of(Failures.inWords(e)));
        throw e;
      }
    }
  }

  private static Outcome failed(RunFolder folder, RunSession session, List<Problem> problems) {
    session.end(
        "failed",
        Runner.USER_ERROR,
        problems.stream().map(Problem::message).reduce((a, b) -> a + "; " + b));
    return new Outcome(folder, Runner.USER_ERROR, problems, Optional.empty());
  }

  private Exploration explore(Experiment experiment, String name, RunSession session)
      throws IOException {
    int threads = experiment.workers();
    EventData data =
        services.eventReader().readAsFound(experiment, services.cache(), threads, session::log);
    RowAccount.lines(experiment, data).forEach(session::write);
    data.warnings().forEach(session::warn);
    Lock.write(session.folder(), services, data, experiment.seed(), threads, List.of("cpu"));
    session.check();
    Exploration found =
        services.explorer().explore(explorable(data, experiment, threads, session::log));
    AtomicFiles.write(session.folder().file("explore.json"), Json.text(ExplorationJson.of(found)));
    Optional<ExplorationReporter> reporter = services.explorationReporter();
    if (reporter.isPresent()) {
      reporter
          .get()
          .write(
              new ExploredData(
                  session.folder().path(),
                  name,
                  data.classes().get(data.signal()),
                  found,
                  data.warnings()));
    }
    return found;
  }

  private static Explorer.Data explorable(
      EventData data, Experiment experiment, int threads, Consumer<String> log) {
    int[] open = notSealed(data, experiment.split().sealed());
    int[] place = new int[data.rows()];
    Arrays.fill(place, -1);
    for (int i = 0; i < open.length; i++) {
      place[open[i]] = i;
    }
    Map<String, int[]> parts = new LinkedHashMap<>();
    data.parts()
        .forEach(
            (part, rows) -> {
              if (!experiment.split().sealed().contains(part)) {
                parts.put(
                    part, Arrays.stream(rows).map(r -> place[r]).filter(r -> r >= 0).toArray());
              }
            });
    boolean all = open.length == data.rows();
    if (!all) {
      log.accept((data.rows() - open.length) + " events of sealed parts are left out");
    }
    List<Column> id = data.idNames().equals(List.of("row")) ? List.of() : data.id();
    return new Explorer.Data(
        all ? data.features() : data.features().select(open),
        data.classes(),
        data.signal(),
        all ? data.labels() : Arrays.stream(open).map(r -> data.labels()[r]).toArray(),
        all ? data.weights() : Arrays.stream(open).mapToDouble(r -> data.weights()[r]).toArray(),
        parts,
        all ? id : id.stream().map(c -> Predictions.select(c, open)).toList(),
        threads,
        log);
  }

  private static int[] notSealed(EventData data, List<String> sealed) {
    boolean[] hidden = new boolean[data.rows()];
    data.parts()
        .forEach(
            (part, rows) -> {
              if (sealed.contains(part)) {
                for (int row : rows) {
                  hidden[row] = true;
                }
              }
            });
    return IntStream.range(0, hidden.length).filter(r -> !hidden[r]).toArray();
  }
}
