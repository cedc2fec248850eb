package org.fivesigma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fivesigma.core.run.MetricsFile;
import org.fivesigma.core.run.RunOutcome;
import org.fivesigma.core.run.Runner;
import org.fivesigma.core.spec.ExperimentFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lr_find FILE}. */
@Command(
    name = "lr_find",
    description =
        "Learning-rate range test of a network: short trainings on folds of the train part, in"
            + " which the learning rate rises; plot and suggestion.",
    sortOptions = false)
final class LearningRateCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private ExperimentArguments experiment;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The run folder itself, absent or empty. Default: a new one below runs/<name>-lr_find/.")
  private Path out;

  @Option(names = "--quiet", description = "Says only warnings and errors while it runs.")
  private boolean quiet;

  LearningRateCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    try (RunsConsole console = new RunsConsole(program.console(), quiet)) {
      ExperimentFile file = experiment.valid(program);
      RunOutcome outcome =
          new Runner(Services.of(program, console))
              .rangeTest(
                  file,
                  Optional.of(Files.readString(program.folder().resolve(experiment.file()))),
                  Optional.ofNullable(out).map(o -> program.folder().resolve(o)));
      return show(outcome);
    }
  }

  private int show(RunOutcome outcome) {
    Console console = program.console();
    Outcomes.problems(console, outcome.problems());
    outcome.cause().filter(c -> console.debug()).ifPresent(console::trace);
    Map<String, Object> metrics = outcome.folder().metrics();
    double suggestion = MetricsFile.value(metrics, "lr_find/suggestion");
    double largest = MetricsFile.value(metrics, "lr_find/largest");
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("run", outcome.folder().path().toString());
      document.put("status", outcome.state());
      document.put("exit_code", outcome.exitCode());
      if (outcome.finished()) {
        document.put("suggestion", suggestion);
        document.put("largest", largest);
        document.put("range_test", outcome.folder().facts().getOrDefault("range_test", List.of()));
      }
      console.result(org.fivesigma.core.folder.Json.line(document));
    } else if (outcome.finished()) {
      new Table("learning rate", "value")
          .row("suggestion (the loss falls fastest)", number(suggestion))
          .row("largest (the loss is lowest)", number(largest))
          .print(console.outWriter());
      console.result("learning_rate: " + number(suggestion));
    }
    console.result("run: " + outcome.folder().path());
    return outcome.exitCode();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2e", value);
  }
}
