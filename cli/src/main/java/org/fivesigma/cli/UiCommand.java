package org.fivesigma.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.track.TrackerServer.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ui}: runs in the browser. */
@Command(
    name = "ui",
    description = {
      "Starts a tracking server for runs/ of this folder, or finds the one that is running, sends it"
          + " every run that it lacks, and prints its address.",
      "The server goes on until 'ui --stop'; its database is under runs/.mlflow."
    },
    sortOptions = false)
final class UiCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65535;

  private final Program program;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; else the last one, 5000, or any that is free.")
  private Integer port;

  @Option(
      names = "--open",
      description = "Opens the page in the browser (BROWSER, else the system's own).")
  private boolean open;

  @Option(names = "--stop", description = "Stops the server; nothing of what it holds is lost.")
  private boolean stop;

  UiCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Path runs = program.folder().resolve("runs");
    return stop ? stop(runs) : start(runs);
  }

  private int stop(Path runs) {
    boolean stopped =
        TrackerServers.call(program, s -> s.stop(runs, TrackerServers.context(program)));
    Console console = program.console();
    if (console.json()) {
      console.document(Map.of("stopped", stopped));
    } else {
      console.result(stopped ? "stopped" : "no tracking server is running for " + runs);
    }
    return ExitCode.DONE;
  }

  private int start(Path runs) {
    if (port != null && (port < 1 || port > LAST_PORT)) {
      throw UserError.of("bad-port", port + " is no port; expected 1 to " + LAST_PORT).at("--port");
    }
    OptionalInt wanted = port == null ? OptionalInt.empty() : OptionalInt.of(port);
    Shown shown =
        TrackerServers.call(program, s -> s.start(runs, wanted, TrackerServers.context(program)));
    Console console = program.console();
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("page", shown.page().toString());
      document.put("found", shown.found());
      document.put("delivery", TrackerServers.document(shown.delivery()));
      console.document(document);
    } else {
      console.message(TrackerServers.words(shown.delivery()));
      console.result(shown.page().toString());
    }
    if (open) {
      open(shown.page());
    }
    return TrackerServers.exit(console, shown.delivery());
  }

  private void open(URI page) {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String usual = os.contains("mac") ? "open" : "xdg-open";
    String opener = program.environment().getOrDefault("BROWSER", usual);
    try {
      new ProcessBuilder(opener, page.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      program.console().message("no browser could be opened (" + opener + "); open the address");
    }
  }
}
