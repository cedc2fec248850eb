package org.fivesigma.cli;

import java.util.concurrent.Callable;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.bind.SchemaWriter;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of experiment files. */
@Command(
    name = "schema",
    description =
        "Prints the JSON Schema of experiment files with the plugins installed, for editors.")
final class SchemaCommand implements Callable<Integer> {
  private final Program program;

  SchemaCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    program
        .console()
        .document(
            new SchemaWriter(program.catalog()).schema(Experiment.class, "A fivesigma experiment"));
    return ExitCode.DONE;
  }
}
