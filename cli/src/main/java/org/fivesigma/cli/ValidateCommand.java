package org.fivesigma.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.core.run.DataCheck;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.text.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks an experiment file without running it. */
@Command(name = "validate", description = "Checks an experiment file without running it.")
final class ValidateCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private ExperimentArguments experiment;

  @Option(names = "--data", description = "Opens the data too.")
  private boolean data;

  ValidateCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Console console = program.console();
    ExperimentFile file = experiment.load(program);
    List<Problem> problems = file.problems();
    List<String> lines = List.of();
    if (problems.isEmpty() && data) {
      try (RunsConsole progress = new RunsConsole(console, false)) {
        DataCheck check = DataCheck.of(Services.of(program, progress), file);
        problems = check.problems();
        lines = check.lines();
      }
    }
    if (console.json()) {
      console.document(document(problems));
    } else if (problems.isEmpty()) {
      lines.forEach(console::result);
      console.result(experiment.file() + " is valid" + (data ? ", and so are its data" : ""));
    }
    console.problems(problems);
    return problems.isEmpty() ? ExitCode.DONE : ExitCode.USAGE;
  }

  private static Map<String, Object> document(List<Problem> problems) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Problem problem : problems) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("code", problem.code());
      one.put("message", problem.sentence());
      one.put("file", problem.file());
      one.put("line", (long) problem.line());
      one.put("column", (long) problem.column());
      all.add(one);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("valid", problems.isEmpty());
    document.put("problems", all);
    return document;
  }
}
