package org.fivesigma.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.plugin.Plugin;

/**
 * Finds the installed plugins: those on the class path and those in jars dropped into {@code
 * plugins} folders. Each such jar has its own {@link PluginClassLoader}.
 */
public final class PluginDiscovery {
  /** Name of the folders that jars are dropped into. */
  public static final String FOLDER = "plugins";

  private PluginDiscovery() {}

  /** The catalog of what is on the class path and in jars of these folders. */
  public static PluginCatalog catalog(List<Path> folders) {
    return PluginCatalog.of(find(folders));
  }

  /**
   * Plugins on the class path, then those in jars, folder after folder, in the order of file names.
   * A folder that is not there is passed over; one that is named twice is read once.
   *
   * @throws UserError {@code broken-plugin} naming the jar that cannot be used and why
   */
  public static List<Plugin> find(List<Path> folders) {
    List<Plugin> found = new ArrayList<>(load(Plugin.class.getClassLoader(), "the class path"));
    Map<Path, Path> jars = new LinkedHashMap<>();
    for (Path folder : folders) {
      for (Path jar : jarsOf(folder)) {
        try {
          jars.putIfAbsent(jar.toRealPath(), jar);
        } catch (IOException e) {
          throw broken(jar, "it cannot be read", e);
        }
      }
    }
    for (Path jar : jars.values()) {
      List<Plugin> inside = load(PluginClassLoader.of(jar), jar.toString());
      if (inside.isEmpty()) {
        throw broken(
            jar, "it names no plugin in META-INF/services/" + Plugin.class.getName(), null);
      }
      found.addAll(inside);
    }
    return found;
  }

  private static List<Path> jarsOf(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw broken(folder, "the folder cannot be read", e);
    }
  }

  private static List<Plugin> load(ClassLoader loader, String where) {
    List<Plugin> plugins = new ArrayList<>();
    try {
      Iterator<Plugin> services = ServiceLoader.load(Plugin.class, loader).iterator();
      while (services.hasNext()) {
        plugins.add(services.next());
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw broken(Path.of(where), reason.toString(), e);
    }
    return plugins;
  }

  private static UserError broken(Path where, String why, Throwable reason) {
    return UserError.of("broken-plugin", "the plugin in '" + where + "' cannot be used: " + why)
        .because(reason);
  }
}
