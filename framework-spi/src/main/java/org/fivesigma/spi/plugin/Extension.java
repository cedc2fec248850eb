package org.fivesigma.spi.plugin;

import java.util.Objects;
import java.util.function.Function;

/**
 * One thing a plugin offers: the id that an experiment file names, the options record its block is
 * bound to, and the plain constructor that takes the bound options.
 *
 * @param id snake_case, unique within its kind over all plugins
 * @param description one line for {@code plugins} and the reference pages
 * @param options the record whose components are the block's keys; {@link NoOptions} where there
 *     are none
 * @param factory parse → check → construct: called with checked options only; cheap, opens nothing
 */
public record Extension<T>(
    Kind<T> kind,
    String id,
    String description,
    Class<? extends Record> options,
    Function<Record, T> factory) {

  public Extension {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(factory);
    if (!id.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("an id is snake_case: '" + id + "'");
    }
  }

  /** An extension with options. */
  public static <T, O extends Record> Extension<T> of(
      Kind<T> kind,
      String id,
      String description,
      Class<O> options,
      Function<O, ? extends T> factory) {
    return new Extension<>(kind, id, description, options, o -> factory.apply(options.cast(o)));
  }

  /** An extension without options. */
  public static <T> Extension<T> of(
      Kind<T> kind,
      String id,
      String description,
      java.util.function.Supplier<? extends T> factory) {
    return new Extension<>(kind, id, description, NoOptions.class, o -> factory.get());
  }

  /** The record of an extension without options. */
  public record NoOptions() {}
}
