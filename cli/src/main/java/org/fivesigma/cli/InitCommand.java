package org.fivesigma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fivesigma.core.spec.draft.DataSurvey;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.SourceContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Drafts an experiment for a data file. */
@Command(
    name = "init",
    description =
        "Writes a commented experiment for a data file: columns, guessed label, weight, missing codes.")
final class InitCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(paramLabel = "DATA", description = "A data file: .csv, .csv.gz, .parquet, .root.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write, which must not exist; default: standard output.")
  private Path out;

  @Option(
      names = "--tree",
      split = ",",
      paramLabel = "TREE",
      description = "Trees of a ROOT file that holds several; two and more become the classes.")
  private List<String> trees = List.of();

  InitCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Path file = program.folder().resolve(data).toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      throw UserError.of("missing-file", "there is no file '" + data + "'");
    }
    SourceContext context =
        new SourceContext(
            program.folder(),
            Services.cache(program),
            Runtime.getRuntime().availableProcessors(),
            new Seeds(1),
            program.console()::message);
    if (out == null) {
      program.console().outWriter().print(draft(file, file.toString(), context));
      return ExitCode.DONE;
    }
    Path target = program.folder().resolve(out).toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw UserError.of("existing-file", "'" + out + "' exists already");
    }
    Path parent = target.getParent();
    Files.createDirectories(parent);
    boolean near = file.startsWith(parent);
    String shown = near ? parent.relativize(file).toString() : file.toString();
    Files.writeString(target, draft(file, shown, context));
    program.console().result(out + " is written");
    return ExitCode.DONE;
  }

  private String draft(Path file, String shown, SourceContext context) {
    try {
      return new DataSurvey(program.catalog()).draft(file, shown, trees, context);
    } catch (UserError e) {
      throw TreeOption.named(e);
    }
  }
}
