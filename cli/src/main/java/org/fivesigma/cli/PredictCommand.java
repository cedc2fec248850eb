package org.fivesigma.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.run.Predictor;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.spi.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code predict MODEL --in FILE --out FILE}. */
@Command(
    name = "predict",
    description = "Scores the events of a file: one row for each row, in order.",
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private ModelArgument model;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE",
      description = "Events: .csv, .parquet or .root.")
  private Path in;

  @Option(
      names = TreeOption.NAME,
      paramLabel = "TREE",
      description = "The tree, of a ROOT file that holds several.")
  private Optional<String> tree = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Scores: .csv or .parquet.")
  private Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use. Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  PredictCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    try (RunsConsole console = new RunsConsole(program.console(), false)) {
      RunServices services = Services.of(program, console);
      try (Bundle bundle = Bundle.load(model.folder(program), services.catalog(), threads, "cpu")) {
        Predictor.Result result =
            new Predictor(services, bundle, threads)
                .predict(program.folder().resolve(in), tree, program.folder().resolve(out));
        show(result);
      } catch (UserError e) {
        throw TreeOption.named(e);
      } finally {
        services.interruption().done();
      }
    }
    return ExitCode.DONE;
  }

  private void show(Predictor.Result result) {
    Console console = program.console();
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("rows", result.rows());
      document.put("out", program.folder().resolve(out).toString());
      document.put("ignored_columns", result.ignored());
      document.put("outside_training_range", result.outside());
      console.result(org.fivesigma.core.folder.Json.line(document));
      return;
    }
    if (!result.ignored().isEmpty()) {
      console.message("columns the model does not need: " + String.join(", ", result.ignored()));
    }
    result
        .outside()
        .forEach(
            (feature, n) ->
                console.message(
                    "warning: "
                        + feature
                        + " is outside the range seen in training in "
                        + n
                        + " events"));
    console.result(result.rows() + " events scored: " + program.folder().resolve(out));
  }
}
