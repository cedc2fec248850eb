package org.fivesigma.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.run.Rerun;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.spec.ExperimentFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rerun RUN}. */
@Command(
    name = "rerun",
    description = "Repeats a run from its lock and resolved file and says what differs.",
    sortOptions = false)
final class RerunCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private RunArgument run;

  @Option(names = "--quiet", description = "Says only warnings and errors while it runs.")
  private boolean quiet;

  RerunCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    RunFolder folder = run.folder(program);
    try (RunsConsole console = new RunsConsole(program.console(), quiet)) {
      RunServices services = Services.of(program, console);
      ExperimentFile file = RunArgument.experiment(program, folder, List.of());
      Rerun.Result result = Rerun.of(services, folder, file);
      if (!result.outcome().finished()) {
        return Outcomes.show(program.console(), result.outcome());
      }
      show(result);
      program.console().result("run: " + result.outcome().folder().path());
      return result.outcome().exitCode();
    }
  }

  private void show(Rerun.Result result) {
    Console console = program.console();
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("identical", result.differences().isEmpty());
      document.put(
          "differences",
          result.differences().stream()
              .map(d -> (Object) Map.of("what", d.what(), "before", d.before(), "now", d.now()))
              .toList());
      console.result(Json.line(document));
    } else if (result.differences().isEmpty()) {
      console.result("identical: data, versions, machine and every metric are the same");
    } else {
      Table table = new Table("differs", "before", "now");
      result.differences().forEach(d -> table.row(d.what(), d.before(), d.now()));
      table.print(console.outWriter());
    }
  }
}
