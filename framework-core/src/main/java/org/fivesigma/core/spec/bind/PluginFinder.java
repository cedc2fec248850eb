package org.fivesigma.core.spec.bind;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.plugin.Kinds;

/** Finds the plugin that an id means, or says why there is none. */
final class PluginFinder {
  private static final Map<Class<?>, String> NAMES = new ConcurrentHashMap<>();

  private final PluginCatalog catalog;
  private final Catalogue catalogue;

  PluginFinder(PluginCatalog catalog, Catalogue catalogue) {
    this.catalog = catalog;
    this.catalogue = catalogue;
  }

  /** The name of the kind that creates this type, whether or not a plugin fills it. */
  String kindName(Class<?> spi) {
    return catalog
        .kindOf(spi)
        .map(Kind::name)
        .orElseGet(() -> NAMES.computeIfAbsent(spi, PluginFinder::declared));
  }

  private static String declared(Class<?> spi) {
    for (Class<?> place : List.of(spi, Kinds.class)) {
      for (Field field : place.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == Kind.class) {
          try {
            if (field.get(null) instanceof Kind<?> kind && kind.type() == spi) {
              return kind.name();
            }
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.toString(), e);
          }
        }
      }
    }
    return OptionsShape.snake(spi.getSimpleName());
  }

  boolean offers(Class<?> spi, String id) {
    return catalog.kindOf(spi).flatMap(kind -> catalog.find(kind.name(), id)).isPresent();
  }

  private List<String> ids(Class<?> spi) {
    return catalog.kindOf(spi).map(catalog::ids).orElse(List.of());
  }

  /** What is installed, in words. */
  String installed(Class<?> spi) {
    List<String> ids = ids(spi);
    return ids.isEmpty() ? "none is installed" : "installed are " + String.join(", ", ids);
  }

  Optional<Extension<?>> find(Class<?> spi, String id, Place place, Binder binder) {
    String kind = kindName(spi);
    Optional<Extension<?>> found = catalog.find(kind, id);
    if (found.isPresent()) {
      return found;
    }
    if (catalogue.knows(kind, id)) {
      binder.report(
          place,
          "not-available",
          kind + " '" + id + "' is not available: no installed plugin offers it",
          Optional.empty());
      return Optional.empty();
    }
    List<String> known = Stream.concat(ids(spi).stream(), catalogue.ids(kind).stream()).toList();
    Optional<String> hint = NearNames.hint(id, known);
    binder.report(
        place,
        "unknown-plugin",
        "there is no " + kind + " '" + ScalarBinder.clip(id) + "'",
        hint.or(() -> Optional.of(installed(spi))));
    return Optional.empty();
  }

  boolean knowsKey(String kind, String id, String key) {
    return catalogue.knowsKey(kind, id, key);
  }
}
