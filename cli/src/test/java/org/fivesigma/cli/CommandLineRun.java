package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One command line run in this process, with what it printed. */
record CommandLineRun(int exit, String out, String err) {

  /** Runs a command line as if it was started in a folder. */
  static CommandLineRun in(Path folder, String... args) {
    return in(folder, Map.of(), args);
  }

  /** Runs a command line as if it was started in a folder and under variables. */
  static CommandLineRun in(Path folder, Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Main.run(program(folder, environment, out, err), args);
    return new CommandLineRun(exit, out.toString(), err.toString());
  }

  /** Names of all commands. */
  static List<String> commandNames() {
    Program program = program(Path.of(""), Map.of(), new StringWriter(), new StringWriter());
    return List.copyOf(Main.commandLine(program).getSubcommands().keySet());
  }

  /** The folder that the last line of stdout names. */
  Path runFolder() {
    List<String> lines = out.lines().toList();
    assertThat(lines).as(err).isNotEmpty();
    String last = lines.get(lines.size() - 1);
    assertThat(last).as(err).startsWith("run: /");
    return Path.of(last.substring("run: ".length()));
  }

  private static Program program(
      Path folder, Map<String, String> environment, StringWriter out, StringWriter err) {
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return new Program(console, folder, folder, environment);
  }
}
