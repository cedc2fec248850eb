package org.fivesigma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.run.DataExploration;
import org.fivesigma.core.run.ExplorationJson;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.explore.Exploration;
import org.fivesigma.spi.metric.Rounded;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explore FILE}. */
@Command(
    name = "explore",
    description =
        "Looks at an experiment's data alone: balance, missing values, histograms, separation, drift.",
    sortOptions = false)
final class ExploreCommand implements Callable<Integer> {
  private static final int FEATURES_SHOWN = 30;

  private final Program program;

  @Parameters(paramLabel = "FILE", description = "The experiment file; it needs no model.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Another value for a key; may be repeated.")
  private List<String> sets = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder itself, absent or empty. Default: below runs/<name>-explore/.")
  private Path out;

  @Option(names = "--quiet", description = "Says only warnings and errors while it looks.")
  private boolean quiet;

  ExploreCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Console console = program.console();
    try (RunsConsole progress = new RunsConsole(console, quiet)) {
      RunServices services = Services.of(program, progress);
      ExperimentFile experiment = load(services);
      if (!experiment.problems().isEmpty()) {
        return Outcomes.problems(console, experiment.problems());
      }
      DataExploration.Outcome outcome =
          new DataExploration(services)
              .explore(
                  experiment,
                  Files.readString(program.folder().resolve(file)),
                  Optional.ofNullable(out).map(o -> program.folder().resolve(o)));
      Outcomes.problems(console, outcome.problems());
      if (console.json()) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run", outcome.folder().path().toString());
        outcome.found().ifPresent(f -> document.putAll(ExplorationJson.of(f)));
        console.result(Json.line(document));
      } else {
        outcome.found().ifPresent(f -> print(console, f));
      }
      console.result("run: " + outcome.folder().path());
      return outcome.exitCode();
    }
  }

  /** The file; where it only lacks a model, with one, since none is trained. */
  private ExperimentFile load(RunServices services) {
    ExperimentFile given =
        services.experiments().load(file, sets, program.environment(), program.folder());
    boolean noModel =
        given.problems().stream()
            .anyMatch(p -> p.code().equals("missing-key") && p.message().contains("'model'"));
    if (!noModel) {
      return given;
    }
    List<String> withModel = new ArrayList<>(sets);
    withModel.add("model=xgboost");
    return services.experiments().load(file, withModel, program.environment(), program.folder());
  }

  private static void print(Console console, Exploration found) {
    Table classes =
        new Table("class", "events", "sum of weights", "negative weights", "effective events");
    for (Exploration.ClassBalance c : found.classes()) {
      classes.row(
          c.name(),
          Long.toString(c.events()),
          Rounded.plain(c.sumOfWeights()),
          Long.toString(c.negative()),
          Rounded.plain(c.effective()));
    }
    classes.print(console.outWriter());
    console.result("");
    Table features = new Table("feature", "AUC alone", "KS", "drift", "missing %", "shape");
    found.features().stream()
        .sorted(Comparator.comparingDouble(Exploration.Feature::separation).reversed())
        .limit(FEATURES_SHOWN)
        .forEach(
            f ->
                features.row(
                    f.name(),
                    number(f.auc()),
                    number(f.ks()),
                    number(f.drift()),
                    Rounded.plain(100.0 * f.missing() / Math.max(1, found.rows())),
                    f.shape()));
    features.print(console.outWriter());
    if (found.features().size() > FEATURES_SHOWN) {
      console.result((found.features().size() - FEATURES_SHOWN) + " more in the report");
    }
    if (!found.remarks().isEmpty()) {
      console.result("");
      found.remarks().forEach(r -> console.result("- " + r));
    }
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? Rounded.plain(value.getAsDouble()) : "–";
  }
}
