package org.fivesigma.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.DataStore;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Extension.NoOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code data fetch NAME} and {@code data cache [clear]}. */
@Command(
    name = "data",
    description = "Fetches public data sets; shows and clears the parse cache.",
    sortOptions = false)
final class DataCommand implements Callable<Integer> {
  private final Program program;

  DataCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Table table = new Table("name", "what", "licence");
    List<Map<String, Object>> document = new ArrayList<>();
    for (DataStore.DataSet set : store().dataSets()) {
      table.row(set.name(), set.description(), set.licence());
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", set.name());
      entry.put("description", set.description());
      entry.put("source", set.source());
      entry.put("licence", set.licence());
      document.add(entry);
    }
    show(table, document);
    return ExitCode.DONE;
  }

  @Command(
      name = "fetch",
      description = "Downloads a public data set, verified; goes on where it was interrupted.")
  int fetch(
      @Parameters(paramLabel = "NAME", description = "higgsml, uci-higgs, uci-susy, fair-universe.")
          String name,
      @Option(
              names = "--to",
              paramLabel = "DIR",
              description = "The folder to put it into.",
              defaultValue = "data")
          Path folder) {
    Console console = program.console();
    try {
      Path file =
          store()
              .fetch(
                  name,
                  program.folder().resolve(folder),
                  new Shown(console)::progress,
                  console::message);
      console.result(file.toString());
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new CommandFailed(ExitCode.FAILED, UserError.of("fetch", e.getMessage()).because(e));
    }
  }

  @Command(name = "cache", description = "Lists the parsed copies of data files, or clears them.")
  int cache(
      @Parameters(paramLabel = "clear", arity = "0..1", description = "Removes every parsed copy.")
          String action) {
    Path cache = Services.cache(program);
    try {
      if (action == null) {
        list(cache);
      } else if (action.equals("clear")) {
        program.console().result("freed " + megabytes(store().clear(cache)) + " MB in " + cache);
      } else {
        throw UserError.of("bad-value", "'" + action + "' is nothing the cache can do")
            .hint("write 'data cache' or 'data cache clear'");
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new CommandFailed(ExitCode.FAILED, UserError.of("cache", e.getMessage()).because(e));
    }
  }

  private void list(Path cache) throws IOException {
    Table table = new Table("MB", "last used", "copy of");
    List<Map<String, Object>> document = new ArrayList<>();
    long total = 0;
    for (DataStore.Cached copy : store().cached(cache)) {
      total += copy.bytes();
      table.row(megabytes(copy.bytes()), copy.lastUsed().toString(), copy.source());
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("file", copy.file().toString());
      entry.put("source", copy.source());
      entry.put("bytes", copy.bytes());
      entry.put("last_used", copy.lastUsed().toString());
      document.add(entry);
    }
    show(table, document);
    program.console().message(megabytes(total) + " MB in " + cache);
  }

  private void show(Table table, List<Map<String, Object>> document) {
    if (program.console().json()) {
      program.console().document(document);
    } else {
      table.print(program.console().outWriter());
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
  }

  private DataStore store() {
    List<Extension<DataStore>> all = program.catalog().extensions(DataStore.KIND);
    if (all.isEmpty()) {
      throw UserError.of("not-available", "no installed plugin fetches data");
    }
    return all.get(0).factory().apply(new NoOptions());
  }

  /** Progress: a line that is redrawn on a terminal, a line for every tenth elsewhere. */
  private static final class Shown {
    private final Console console;
    private long tenth = -1;

    Shown(Console console) {
      this.console = console;
    }

    void progress(DataStore.Progress progress) {
      String received = megabytes(progress.received()) + " MB";
      String text =
          progress.total().isPresent()
              ? received + " of " + megabytes(progress.total().getAsLong()) + " MB"
              : received;
      if (console.interactive()) {
        console.errWriter().print("\r" + text + "   ");
        console.errWriter().flush();
        return;
      }
      long step =
          progress.total().isPresent()
              ? 10 * progress.received() / Math.max(1, progress.total().getAsLong())
              : progress.received() >> 26;
      if (step != tenth) {
        tenth = step;
        console.message(text);
      }
    }
  }
}
