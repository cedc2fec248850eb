package org.fivesigma.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.run.Runner;
import org.fivesigma.core.spec.ExperimentFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resume RUN}. */
@Command(
    name = "resume",
    description = "Goes on with an interrupted run or study; what is finished is kept.",
    sortOptions = false)
final class ResumeCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private RunArgument run;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Another value for a key, such as tune.trials=100; may be repeated.")
  private List<String> sets = List.of();

  @Option(names = "--quiet", description = "Says only warnings and errors while it runs.")
  private boolean quiet;

  ResumeCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    RunFolder folder = run.folder(program);
    try (RunsConsole console = new RunsConsole(program.console(), quiet)) {
      RunServices services = Services.of(program, console);
      ExperimentFile experiment = RunArgument.experiment(program, folder, sets);
      return Outcomes.show(program.console(), new Runner(services).resume(experiment, folder));
    }
  }
}
