package org.fivesigma.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.plugin.PluginDiscovery;
import org.fivesigma.spi.UserError;

/** What commands share: the console, where the program stands, and the installed plugins. */
final class Program {
  private final Console console;
  private final Path folder;
  private final Path home;
  private final Map<String, String> environment;
  private final List<Runnable> endings = new ArrayList<>();
  private PluginCatalog catalog;

  /**
   * A program.
   *
   * @param folder the caller's folder: relative paths of the command line start here
   * @param home the project's root
   * @param environment the environment's variables
   */
  Program(Console console, Path folder, Path home, Map<String, String> environment) {
    this.console = console;
    this.folder = folder;
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /** Where results, progress and messages go. */
  Console console() {
    return console;
  }

  /** The caller's folder. */
  Path folder() {
    return folder;
  }

  /** The project's root. */
  Path home() {
    return home;
  }

  /** The environment's variables. */
  Map<String, String> environment() {
    return environment;
  }

  /**
   * The installed plugins: on the class path and in {@code plugins/} of the project's root and of
   * the caller's folder; found once.
   *
   * @throws CommandFailed with exit code 1 when a plugin is broken or two offer the same id
   */
  PluginCatalog catalog() {
    if (catalog == null) {
      try {
        catalog =
            PluginDiscovery.catalog(
                List.of(
                    home.resolve(PluginDiscovery.FOLDER), folder.resolve(PluginDiscovery.FOLDER)));
      } catch (UserError e) {
        throw new CommandFailed(ExitCode.FAILED, e);
      }
    }
    return catalog;
  }

  /** Has something done when the command is over, before the process ends. */
  void atEnd(Runnable ending) {
    endings.add(ending);
  }

  /** The command is over, and everything is said: a process that was told to end may end now. */
  void end() {
    console.flush();
    endings.forEach(Runnable::run);
  }
}
