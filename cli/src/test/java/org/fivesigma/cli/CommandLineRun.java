package org.fivesigma.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One command line run in this process, with what it printed. */
record CommandLineRun(int exit, String out, String err) {

  /** Runs a command line as if it was started in a folder. */
  static CommandLineRun in(Path folder, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Main.run(program(folder, out, err), args);
    return new CommandLineRun(exit, out.toString(), err.toString());
  }

  /** Names of all commands. */
  static List<String> commandNames() {
    Program program = program(Path.of(""), new StringWriter(), new StringWriter());
    return List.copyOf(Main.commandLine(program).getSubcommands().keySet());
  }

  private static Program program(Path folder, StringWriter out, StringWriter err) {
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return new Program(console, folder, folder, Map.of());
  }
}
