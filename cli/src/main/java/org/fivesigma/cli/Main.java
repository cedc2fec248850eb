package org.fivesigma.cli;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line. Each command is one class of this package, named in {@code subcommands}; it
 * takes what it needs of the {@link Program} in its constructor, calls the framework, prints to the
 * {@link Console} and returns the exit code.
 */
@Command(
    name = "fivesigma",
    description =
        "Signal/background classification experiments for high-energy physics, declared in one YAML file.",
    versionProvider = Main.Version.class,
    sortOptions = false,
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      ExplainCommand.class,
      InitCommand.class,
      ExploreCommand.class,
      LearningRateCommand.class,
      ResumeCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      ServeCommand.class,
      ExportCommand.class,
      RunsCommand.class,
      CompareCommand.class,
      RerunCommand.class,
      ReportCommand.class,
      UnblindCommand.class,
      PluginsCommand.class,
      DescribeCommand.class,
      SchemaCommand.class,
      DevicesCommand.class,
      DoctorCommand.class,
      AnchorsCommand.class,
      DataCommand.class,
      UiCommand.class,
      SyncCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done; 2 the experiment file or the command line is wrong; 1 any other error;",
      "3 finished, but something asked for could not be delivered; 130, 143 interrupted."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads the annotation
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  private boolean help;

  @SuppressWarnings("UnusedVariable") // picocli reads the annotation
  @Option(names = "--version", versionHelp = true, description = "Shows the versions.")
  private boolean version;

  @SuppressWarnings("UnusedMethod") // picocli calls it
  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints one JSON document instead of a table.")
  private void json(boolean wanted) {
    program.console().json(wanted);
  }

  @SuppressWarnings("UnusedMethod") // picocli calls it
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Shows the stack trace of an error.")
  private void debug(boolean wanted) {
    program.console().debug(wanted);
  }

  private final Program program;

  private Main(Program program) {
    this.program = program;
  }

  /** The program as the launcher starts it; leaves with the exit code. */
  public static void main(String[] args) {
    System.exit(run(new Program(Console.system(), workingFolder(), home(), System.getenv()), args));
  }

  /** One command line, answered by its exit code. */
  static int run(Program program, String... args) {
    CommandLine line = commandLine(program);
    try {
      return line.execute(args);
    } catch (Error e) {
      return new ErrorMessages(program.console()).handleError(e);
    } finally {
      program.end();
    }
  }

  /** All commands, wired to a program. */
  static CommandLine commandLine(Program program) {
    CommandLine line = new CommandLine(new Main(program), new CommandFactory(program));
    line.setOut(program.console().outWriter());
    line.setErr(program.console().errWriter());
    line.setColorScheme(program.console().colours());
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    ErrorMessages errors = new ErrorMessages(program.console());
    line.setParameterExceptionHandler(errors);
    line.setExecutionExceptionHandler(errors);
    return line;
  }

  private static Path workingFolder() {
    return Path.of("").toAbsolutePath();
  }

  private static Path home() {
    return Path.of(System.getProperty("fivesigma.home", "")).toAbsolutePath();
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Version of the program and of what it runs on. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "fivesigma " + (version == null ? "(unpackaged)" : version),
        "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
      };
    }
  }

  /** Makes commands: each has a constructor that takes the program, or none. */
  private record CommandFactory(Program program) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (List.of(constructor.getParameterTypes()).equals(List.of(Program.class))) {
          return type.cast(constructor.newInstance(program));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
