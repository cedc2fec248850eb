package org.fivesigma.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.run.ReportRebuild;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.spec.ExperimentFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code report RUN}. */
@Command(
    name = "report",
    description = "Makes plots and report of a run again.",
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private RunArgument run;

  ReportCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    RunFolder folder = run.folder(program);
    try (RunsConsole console = new RunsConsole(program.console(), false)) {
      RunServices services = Services.of(program, console);
      ExperimentFile file = RunArgument.experiment(program, folder, List.of());
      new ReportRebuild(services).rebuild(folder, file);
    }
    program.console().result(folder.file("report.html").toString());
    return ExitCode.DONE;
  }
}
