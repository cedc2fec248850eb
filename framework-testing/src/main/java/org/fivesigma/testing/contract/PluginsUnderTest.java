package org.fivesigma.testing.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.testing.OptionsForTests;

/** The extensions of some plugins, made from their options' defaults and a few given values. */
public final class PluginsUnderTest {
  private final List<Extension<?>> all = new ArrayList<>();

  /** What these plugins offer. */
  public PluginsUnderTest(List<? extends Plugin> plugins) {
    plugins.forEach(p -> all.addAll(p.extensions()));
  }

  /** Everything, in the order of the plugins. */
  public List<Extension<?>> all() {
    return List.copyOf(all);
  }

  /** The extensions of a kind, in the order of the plugins. */
  public <T> List<Extension<T>> extensions(Kind<T> kind) {
    List<Extension<T>> found = new ArrayList<>();
    for (Extension<?> extension : all) {
      if (extension.kind().equals(kind)) {
        @SuppressWarnings("unchecked") // equal kinds create the same type
        Extension<T> typed = (Extension<T>) extension;
        found.add(typed);
      }
    }
    return found;
  }

  /** The extension of that kind and id. */
  public <T> Optional<Extension<T>> find(Kind<T> kind, String id) {
    return extensions(kind).stream().filter(e -> e.id().equals(id)).findFirst();
  }

  /** What the extension makes of its defaults and these values by key. */
  public <T> T create(Extension<T> extension, Map<String, ?> values) {
    return extension.factory().apply(options(extension.options(), values));
  }

  /** An options record of its defaults and these values by key. */
  public <R extends Record> R options(Class<R> type, Map<String, ?> values) {
    return OptionsForTests.of(type, values, this::configured);
  }

  /** An extension as a file chooses it. */
  public <T> Configured<T> configured(Extension<T> extension, Map<String, ?> values) {
    return new Configured<>(
        extension.id(), options(extension.options(), values), extension.factory());
  }

  private Object configured(Class<?> made, Object value) {
    Map<String, Object> block = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) -> block.put((String) k, v));
    } else {
      block.put("type", value);
    }
    Object id = block.remove("type");
    for (Extension<?> extension : all) {
      if (extension.kind().type() == made && extension.id().equals(id)) {
        return configured(extension, block);
      }
    }
    throw new IllegalArgumentException("no " + made.getSimpleName() + " '" + id + "'");
  }
}
