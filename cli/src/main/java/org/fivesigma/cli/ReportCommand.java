package org.fivesigma.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.fivesigma.core.folder.RunFinder;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.run.ReportRebuild;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.spec.ExperimentFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code report RUN}. */
@Command(
    name = "report",
    description = "Makes plots and report of a run again.",
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      paramLabel = "RUN",
      description = "A run folder, or an experiment's name for its newest run.")
  private String run;

  ReportCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    RunFolder folder = new RunFinder(program.folder()).find(run);
    try (RunsConsole console = new RunsConsole(program.console(), false)) {
      RunServices services = Services.of(program, console);
      try {
        ExperimentFile file =
            services
                .experiments()
                .load(
                    folder.file("resolved.yaml"),
                    List.of(),
                    program.environment(),
                    program.folder());
        if (!file.problems().isEmpty()) {
          return Outcomes.problems(program.console(), file.problems());
        }
        new ReportRebuild(services).rebuild(folder, file);
      } finally {
        services.interruption().done();
      }
    }
    program.console().result(folder.file("report.html").toString());
    return ExitCode.DONE;
  }
}
