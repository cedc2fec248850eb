package org.fivesigma.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.events.ManyErrors;
import org.fivesigma.core.run.BundleEvaluation;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate MODEL --data FILE.yaml}. */
@Command(
    name = "evaluate",
    description = "The metrics of a saved model on other labelled data, at the model's own cuts.",
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private ModelArgument model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "An experiment file with the data.")
  private Path data;

  @Option(names = "--part", paramLabel = "PART", description = "Only this part, such as test.")
  private String part;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Another value for a key; may be repeated.")
  private List<String> sets = List.of();

  EvaluateCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    try (RunsConsole console = new RunsConsole(program.console(), false)) {
      RunServices services = Services.of(program, console);
      ExperimentFile file =
          services.experiments().load(data, sets, program.environment(), program.folder());
      if (!file.problems().isEmpty()) {
        return Outcomes.problems(program.console(), file.problems());
      }
      int threads = file.experiment().orElseThrow().workers();
      try (Bundle bundle = Bundle.load(model.folder(program), services.catalog(), threads, "cpu")) {
        Map<String, Object> metrics =
            BundleEvaluation.of(services, bundle, file, Optional.ofNullable(part), threads);
        if (program.console().json()) {
          program.console().result(org.fivesigma.core.folder.Json.line(metrics));
        } else {
          ResultTable.print(program.console(), metrics);
        }
        return ExitCode.DONE;
      } catch (UserError e) {
        if (e.key().filter(k -> k.equals("MODEL") || k.startsWith("--")).isPresent()) {
          throw e; // of the command line, not of the file
        }
        return Outcomes.problems(program.console(), List.of(file.problem(e)));
      } catch (ManyErrors e) {
        return Outcomes.problems(program.console(), file.problems(e.errors()));
      } finally {
        services.interruption().done();
      }
    }
  }
}
