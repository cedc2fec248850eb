package org.fivesigma.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fivesigma.core.folder.RunFinder;
import org.fivesigma.spi.track.Delivery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync}: sends what a tracking server lacks. */
@Command(
    name = "sync",
    description =
        "Sends what run folders hold and the tracking server lacks; doing it twice is doing it once.",
    sortOptions = false)
final class SyncCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..*",
      description =
          "Run folders, or names of experiments for their newest run; without one all of runs/.")
  private List<String> runs = List.of();

  @Option(
      names = "--uri",
      paramLabel = "ADDRESS",
      description =
          "The server; else MLFLOW_TRACKING_URI, else each run's own, else the one of 'ui'.")
  private String uri;

  SyncCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    RunFinder finder = new RunFinder(program.folder());
    List<Path> folders = runs.stream().map(run -> finder.find(run).path()).toList();
    Delivery delivery =
        TrackerServers.call(
            program,
            s ->
                s.sync(
                    program.folder().resolve("runs"),
                    folders,
                    Optional.ofNullable(uri),
                    TrackerServers.context(program)));
    Console console = program.console();
    if (console.json()) {
      console.document(TrackerServers.document(delivery));
    } else {
      console.result(TrackerServers.words(delivery));
    }
    return TrackerServers.exit(console, delivery);
  }
}
