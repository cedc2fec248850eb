package org.fivesigma.core.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;

/** Finds runs by what a user writes: a run folder, or an experiment's name for its newest run. */
public final class RunFinder {
  private final Path workingFolder;

  /** Looks below {@code runs/} of a folder. */
  public RunFinder(Path workingFolder) {
    this.workingFolder = workingFolder;
  }

  /**
   * The run that is meant.
   *
   * @throws UserError where there is none, with near names
   */
  public RunFolder find(String given) {
    Path asPath = workingFolder.resolve(given);
    if (Files.exists(asPath.resolve("status.json"))) {
      return new RunFolder(asPath.toAbsolutePath().normalize());
    }
    Path experiment = workingFolder.resolve("runs").resolve(given);
    if (Files.exists(experiment.resolve("status.json"))) {
      return new RunFolder(experiment.toAbsolutePath().normalize());
    }
    List<RunFolder> runs = Files.isDirectory(experiment) ? runsIn(experiment) : List.of();
    if (runs.isEmpty() && Files.isDirectory(asPath)) {
      runs = runsIn(asPath);
    }
    if (!runs.isEmpty()) {
      return runs.get(runs.size() - 1);
    }
    List<String> known = experiments();
    UserError error =
        UserError.of(
            "no-such-run", "'" + given + "' is neither a run folder nor an experiment with runs");
    Optional<String> near = NearNames.hint(given, known);
    throw near.map(error::hint)
        .orElseGet(
            () ->
                known.isEmpty()
                    ? error.hint("there are no runs below " + workingFolder.resolve("runs"))
                    : error.hint("experiments with runs: " + String.join(", ", known)));
  }

  /** All runs below {@code runs/}, by experiment and then oldest first. */
  public List<RunFolder> all() {
    List<RunFolder> result = new ArrayList<>();
    for (String experiment : experiments()) {
      result.addAll(runsIn(workingFolder.resolve("runs").resolve(experiment)));
    }
    return result;
  }

  private List<String> experiments() {
    Path runs = workingFolder.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(runs)) {
      return list.filter(Files::isDirectory)
          .map(p -> p.getFileName().toString())
          .filter(n -> !n.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<RunFolder> runsIn(Path experiment) {
    try (Stream<Path> list = Files.list(experiment)) {
      return list.filter(p -> Files.exists(p.resolve("status.json")))
          .sorted(
              Comparator.comparing(
                      (Path p) ->
                          RunStatus.read(p).map(RunStatus::started).orElse(java.time.Instant.MIN))
                  .thenComparing(Comparator.naturalOrder()))
          .map(p -> new RunFolder(p.toAbsolutePath().normalize()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
