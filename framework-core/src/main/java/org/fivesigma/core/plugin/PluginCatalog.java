package org.fivesigma.core.plugin;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.plugin.Plugin;

/**
 * Everything the installed plugins offer, by kind and id. Immutable and thread-safe; made of the
 * plugins that {@link PluginDiscovery} found, or of given ones in tests.
 */
public final class PluginCatalog {
  private final Map<String, Kind<?>> kinds = new TreeMap<>();
  private final Map<String, Map<String, Extension<?>>> extensions = new TreeMap<>();
  private final IdentityHashMap<Extension<?>, String> offeredBy = new IdentityHashMap<>();
  private final List<String> plugins = new ArrayList<>();

  private PluginCatalog(List<? extends Plugin> all) {
    for (Plugin plugin : all) {
      String name = plugin.name();
      if (plugins.contains(name)) {
        throw UserError.of(
            "duplicate-plugin",
            "the plugin '" + name + "' is installed twice; keep one of the two jars");
      }
      plugins.add(name);
      for (Extension<?> extension : plugin.extensions()) {
        add(extension, name);
      }
    }
  }

  /**
   * A catalog of these plugins.
   *
   * @throws UserError {@code duplicate-plugin-id} when two plugins offer one id of one kind, naming
   *     both; {@code duplicate-plugin} when one plugin is there twice; {@code duplicate-kind} when
   *     two kinds share a name but not their type
   */
  public static PluginCatalog of(List<? extends Plugin> plugins) {
    return new PluginCatalog(plugins);
  }

  /** A catalog of these plugins, as {@link #of(List)}. */
  public static PluginCatalog of(Plugin... plugins) {
    return new PluginCatalog(List.of(plugins));
  }

  private void add(Extension<?> extension, String plugin) {
    Kind<?> kind = extension.kind();
    Kind<?> known = kinds.putIfAbsent(kind.name(), kind);
    if (known != null && known.type() != kind.type()) {
      throw UserError.of(
          "duplicate-kind",
          "the plugin '"
              + plugin
              + "' brings a kind '"
              + kind.name()
              + "' of type "
              + kind.type().getName()
              + ", but there is one of type "
              + known.type().getName());
    }
    Extension<?> first =
        extensions
            .computeIfAbsent(kind.name(), k -> new TreeMap<>())
            .putIfAbsent(extension.id(), extension);
    if (first != null) {
      throw UserError.of(
          "duplicate-plugin-id",
          kind.name()
              + " '"
              + extension.id()
              + "' is offered by two plugins, '"
              + offeredBy.get(first)
              + "' and '"
              + plugin
              + "'; remove one of them");
    }
    offeredBy.put(extension, plugin);
  }

  /** The extension of that kind and id, if a plugin offers it. */
  public <T> Optional<Extension<T>> find(Kind<T> kind, String id) {
    return find(kind.name(), id).map(e -> typed(kind, e));
  }

  /** The extension of the kind of that name and of that id, if a plugin offers it. */
  public Optional<Extension<?>> find(String kindName, String id) {
    return Optional.ofNullable(extensions.getOrDefault(kindName, Map.of()).get(id));
  }

  /** Ids of a kind, in alphabetical order; empty for a kind that no plugin fills. */
  public List<String> ids(Kind<?> kind) {
    return List.copyOf(extensions.getOrDefault(kind.name(), Map.of()).keySet());
  }

  /** Kinds that some plugin fills, by name. */
  public List<Kind<?>> kinds() {
    return List.copyOf(kinds.values());
  }

  /** The kind of that name, if some plugin fills it. */
  public Optional<Kind<?>> kind(String name) {
    return Optional.ofNullable(kinds.get(name));
  }

  /**
   * The kind whose extensions create this type, if some plugin fills it: the kind of a {@code
   * Configured<T>} component.
   */
  public <T> Optional<Kind<T>> kindOf(Class<T> type) {
    for (Kind<?> kind : kinds.values()) {
      if (kind.type() == type) {
        @SuppressWarnings("unchecked") // its type is Class<T>
        Kind<T> found = (Kind<T>) kind;
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Extensions of a kind, by id. */
  public <T> List<Extension<T>> extensions(Kind<T> kind) {
    return extensions.getOrDefault(kind.name(), Map.of()).values().stream()
        .map(e -> typed(kind, e))
        .toList();
  }

  /** Extensions of a kind by id, in alphabetical order. */
  public <T> Map<String, Extension<T>> byId(Kind<T> kind) {
    Map<String, Extension<T>> result = new LinkedHashMap<>();
    for (Extension<T> extension : extensions(kind)) {
      result.put(extension.id(), extension);
    }
    return result;
  }

  /** Names of the plugins, in the order they were found. */
  public List<String> plugins() {
    return List.copyOf(plugins);
  }

  /**
   * Name of the plugin that offers an extension of this catalog.
   *
   * @throws IllegalArgumentException for an extension of no plugin of this catalog
   */
  public String offeredBy(Extension<?> extension) {
    String plugin = offeredBy.get(extension);
    if (plugin == null) {
      throw new IllegalArgumentException(
          "not of this catalog: " + extension.kind().name() + " '" + extension.id() + "'");
    }
    return plugin;
  }

  @SuppressWarnings("unchecked") // a kind's name stands for one type, see add
  private static <T> Extension<T> typed(Kind<T> kind, Extension<?> extension) {
    if (extension.kind().type() != kind.type()) {
      throw new IllegalArgumentException(
          "kind '" + kind.name() + "' creates " + extension.kind().type().getName());
    }
    return (Extension<T>) extension;
  }
}
