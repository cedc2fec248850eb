package org.fivesigma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fivesigma.core.run.RunOutcome;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.run.Runner;
import org.fivesigma.core.spec.ExperimentFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run FILE}. */
@Command(
    name = "run",
    description = "Validates an experiment file, runs it and prints the result table.",
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private ExperimentArguments arguments;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder itself, absent or empty. Default: a new one below runs/.")
  private Path out;

  @Option(names = "--quiet", description = "Says only warnings and errors while it runs.")
  private boolean quiet;

  RunCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    try (RunsConsole console = new RunsConsole(program.console(), quiet)) {
      RunServices services = Services.of(program, console);
      ExperimentFile experiment = arguments.valid(program);
      Path source = program.folder().resolve(arguments.file());
      RunOutcome outcome =
          new Runner(services)
              .run(
                  experiment,
                  source,
                  Optional.of(Files.readString(source)),
                  Optional.ofNullable(out).map(o -> program.folder().resolve(o)));
      return Outcomes.show(program.console(), outcome);
    }
  }
}
