package org.fivesigma.core.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.util.Types;
import java.util.Objects;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;

/**
 * Binds the {@link PluginCatalog} and, for each kind with extensions of type {@code T}, a {@code
 * Map<String, Extension<T>>} by id. The runner's module installs it; plugins bind nothing
 * themselves.
 */
public final class PluginModule extends AbstractModule {
  private final PluginCatalog catalog;

  /** A module that binds what is in this catalog. */
  public PluginModule(PluginCatalog catalog) {
    this.catalog = Objects.requireNonNull(catalog);
  }

  @Override
  protected void configure() {
    bind(PluginCatalog.class).toInstance(catalog);
    for (Kind<?> kind : catalog.kinds()) {
      bindKind(kind);
    }
  }

  private <T> void bindKind(Kind<T> kind) {
    @SuppressWarnings("unchecked") // Extension<T> is built from the kind's own type
    TypeLiteral<Extension<T>> type =
        (TypeLiteral<Extension<T>>)
            TypeLiteral.get(Types.newParameterizedType(Extension.class, kind.type()));
    MapBinder<String, Extension<T>> binder =
        MapBinder.newMapBinder(binder(), TypeLiteral.get(String.class), type);
    for (Extension<T> extension : catalog.extensions(kind)) {
      binder.addBinding(extension.id()).toInstance(extension);
    }
  }
}
