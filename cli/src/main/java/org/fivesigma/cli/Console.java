package org.fivesigma.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.spec.text.Problem;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;

/**
 * Where the program speaks: results to stdout, progress and messages to stderr. Colours only on a
 * terminal, and not where {@code NO_COLOR} is set.
 */
final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean colour;
  private final boolean interactive;
  private boolean json;
  private boolean debug;

  /**
   * A console.
   *
   * @param colour whether messages may be coloured
   * @param interactive whether stderr is a terminal that can redraw a line
   */
  Console(PrintWriter out, PrintWriter err, boolean colour, boolean interactive) {
    this.out = out;
    this.err = err;
    this.colour = colour;
    this.interactive = interactive;
  }

  /**
   * The console of this process. The launcher says by the property {@code fivesigma.tty} whether
   * stderr is a terminal.
   */
  static Console system() {
    boolean terminal = Boolean.getBoolean("fivesigma.tty");
    String noColour = System.getenv("NO_COLOR");
    boolean colour =
        terminal
            && (noColour == null || noColour.isEmpty())
            && !"dumb".equals(System.getenv("TERM"));
    return new Console(writer(System.out), writer(System.err), colour, terminal);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Results. */
  PrintWriter outWriter() {
    return out;
  }

  /** Progress and messages. */
  PrintWriter errWriter() {
    return err;
  }

  /** One line of a result. */
  void result(String line) {
    out.println(line);
  }

  /** A result as one JSON document. */
  void document(Object document) {
    out.print(Json.text(document));
  }

  /** One line for the user that is no result. */
  void message(String line) {
    err.println(line);
  }

  /** An error: {@code error[code]: message}. */
  void error(String code, String message) {
    String head = "error[" + code + "]";
    err.println((colour ? Ansi.ON.string("@|bold,red " + head + "|@") : head) + ": " + message);
  }

  /** Mistakes of the user, each with its place. */
  void problems(List<Problem> problems) {
    for (Problem problem : problems) {
      String text = problem.render();
      int head = text.indexOf(':');
      err.println(
          colour
              ? Ansi.ON.string("@|bold,red " + text.substring(0, head) + "|@")
                  + text.substring(head)
              : text);
    }
  }

  /** A stack trace, for --debug. */
  void trace(Throwable e) {
    e.printStackTrace(err);
  }

  /** Whether a table is to be printed as one JSON document. */
  boolean json() {
    return json;
  }

  /** Chooses between tables and JSON. */
  void json(boolean wanted) {
    json = wanted;
  }

  /** Whether stack traces are shown. */
  boolean debug() {
    return debug;
  }

  /** Chooses whether stack traces are shown. */
  void debug(boolean wanted) {
    debug = wanted;
  }

  /** Whether stderr is a terminal. */
  boolean interactive() {
    return interactive;
  }

  /** Colours of the help. */
  ColorScheme colours() {
    return new Help.ColorScheme.Builder(colour ? Ansi.ON : Ansi.OFF)
        .commands(Style.bold)
        .options(Style.fg_yellow)
        .parameters(Style.fg_yellow)
        .optionParams(Style.italic)
        .build();
  }

  /** Writes what is still held back. */
  void flush() {
    out.flush();
    err.flush();
  }
}
