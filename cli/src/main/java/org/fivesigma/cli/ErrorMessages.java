package org.fivesigma.cli;

import java.util.List;
import org.fivesigma.core.run.Failures;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a message and an exit code; a stack trace only under --debug. */
final class ErrorMessages implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Console console;

  ErrorMessages(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    console.error("command-line", commandLineMessage(e, command));
    console.message(
        "try '" + command.getCommandSpec().qualifiedName() + " --help' for what is possible");
    debugTrace(e);
    return ExitCode.USAGE;
  }

  private static String commandLineMessage(ParameterException e, CommandLine command) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String given = unmatched.getUnmatched().get(0);
      boolean option = given.startsWith("-");
      boolean commandWanted = !option && !command.getSubcommands().isEmpty();
      String name = option && given.contains("=") ? given.substring(0, given.indexOf('=')) : given;
      List<String> known =
          option
              ? command.getCommandSpec().options().stream()
                  .flatMap(o -> List.of(o.names()).stream())
                  .filter(n -> n.startsWith("--"))
                  .toList()
              : List.copyOf(command.getSubcommands().keySet());
      String what =
          option
              ? "unknown option '" + name + "'"
              : commandWanted ? "unknown command '" + name + "'" : "unexpected '" + name + "'";
      return what + NearNames.hint(name, known).map(h -> "; " + h).orElse("");
    }
    String message = e.getMessage();
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof ParameterException parameter) {
      return handleParseException(parameter, new String[0]);
    }
    debugTrace(e);
    if (e instanceof CommandFailed failed) {
      show(failed.error());
      return failed.exitCode();
    }
    if (e instanceof InvalidExperiment invalid) {
      console.problems(invalid.problems());
      return ExitCode.USAGE;
    }
    if (e instanceof UserError user) {
      show(user);
      return ExitCode.USAGE;
    }
    return failure(e);
  }

  /** What no command can answer: out of memory, a library that cannot be loaded. */
  int handleError(Error e) {
    debugTrace(e);
    return failure(e);
  }

  private int failure(Throwable e) {
    String message = Failures.inWords(e);
    if (Failures.ofMachine(e)) {
      console.error("machine", message);
      return ExitCode.FAILED;
    }
    console.error("internal", message);
    if (!console.debug()) {
      console.message("this is a fault of the program; --debug shows where it happened");
    }
    return ExitCode.FAILED;
  }

  private void show(UserError error) {
    String at = error.key().map(k -> k + ": ").orElse("");
    String hint = error.hint().map(h -> "; " + h).orElse("");
    console.error(error.code(), at + error.getMessage() + hint);
  }

  private void debugTrace(Throwable e) {
    if (console.debug()) {
      console.trace(e);
    }
  }
}
