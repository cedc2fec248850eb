package org.fivesigma.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.core.evaluate.PairedDifference;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFinder;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.run.RunComparison;
import org.fivesigma.core.run.RunServices;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.metric.Rounded;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare RUN RUN…}. */
@Command(
    name = "compare",
    description =
        "Compares runs on the same events with a paired test; the first is the reference.",
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      arity = "2..*",
      paramLabel = "RUN",
      description = "Run folders, or names for the newest run.")
  private List<String> runs = List.of();

  @Option(names = "--part", paramLabel = "PART", description = "The part compared. Default: test.")
  private String part = "test";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, markdown, latex or html. Default: text.")
  private ComparisonTable.Format format = ComparisonTable.Format.TEXT;

  CompareCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    RunFinder finder = new RunFinder(program.folder());
    List<RunFolder> folders = runs.stream().map(finder::find).toList();
    try (RunsConsole console = new RunsConsole(program.console(), false)) {
      RunServices services = Services.of(program, console);
      ExperimentFile file = RunArgument.experiment(program, folders.get(0), List.of());
      RunComparison.Result result =
          new RunComparison(services).compare(folders, names(folders), file, part);
      result.notes().forEach(note -> program.console().message("note: " + note));
      show(folders, result.differences());
    }
    return ExitCode.DONE;
  }

  /** What the user wrote, made unique. */
  private List<String> names(List<RunFolder> folders) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      String given = runs.get(i).replaceAll("/+$", "");
      String last = given.substring(given.lastIndexOf('/') + 1);
      names.add(
          names.contains(last) || runs.indexOf(runs.get(i)) != i
              ? folders.get(i).name() + "#" + i
              : last);
    }
    return names;
  }

  private void show(List<RunFolder> folders, List<PairedDifference> differences) {
    Console console = program.console();
    if (console.json()) {
      console.result(Json.line(differences.stream().map(CompareCommand::json).toList()));
      return;
    }
    ComparisonTable table =
        new ComparisonTable(
            List.of(
                "metric",
                "reference",
                "value",
                "run",
                "value",
                "difference",
                "luminosity",
                "verdict"));
    for (PairedDifference d : differences) {
      table.row(
          d.metric(),
          d.reference(),
          Rounded.plain(d.referenceValue()),
          d.other(),
          Rounded.plain(d.otherValue()),
          Rounded.withError(d.difference(), d.standardError()),
          d.equivalentLuminosity()
              .map(l -> String.format(Locale.ROOT, "%+.1f %%", 100 * l))
              .orElse(""),
          d.verdict());
    }
    console.result(table.text(format));
    List<String> names = names(folders);
    ComparisonTable costs =
        new ComparisonTable(List.of("run", "training [s]", "prediction [µs per event]"));
    for (int i = 0; i < folders.size(); i++) {
      Map<String, Object> facts = facts(folders.get(i));
      costs.row(
          names.get(i),
          number(facts.get("train_seconds")),
          number(facts.get("predict_microseconds_per_event")));
    }
    console.result(costs.text(format));
  }

  private static Map<String, Object> facts(RunFolder folder) {
    try {
      return Json.read(folder.file("facts.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> json(PairedDifference d) {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("metric", d.metric());
    m.put("reference", d.reference());
    m.put("run", d.other());
    m.put("reference_value", d.referenceValue());
    m.put("value", d.otherValue());
    m.put("difference", d.difference());
    m.put("std_error", d.standardError());
    m.put("low", d.low());
    m.put("high", d.high());
    m.put("p", d.p());
    m.put("p_holm", d.adjusted());
    m.put("equivalent_luminosity", d.equivalentLuminosity().orElse(null));
    m.put("verdict", d.verdict());
    return m;
  }

  private static String number(Object value) {
    return Rounded.plain(value instanceof Number n ? n.doubleValue() : Double.NaN);
  }
}
