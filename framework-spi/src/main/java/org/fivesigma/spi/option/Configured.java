package org.fivesigma.spi.option;

import java.util.function.Function;

/**
 * A plugin chosen in the file: its id, its bound options and how to make it. As a component type of
 * an options record, {@code Configured<Optimizer>} accepts {@code adam} or {@code {type: adam,
 * learning_rate: 0.01}}; the kind follows from the type argument.
 */
public record Configured<T>(String id, Record options, Function<Record, T> factory) {
  /** A new instance from the options. */
  public T create() {
    return factory.apply(options);
  }

  /** Two choices are the same when id and options are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Configured<?> c && c.id.equals(id) && c.options.equals(options);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + options.hashCode();
  }
}
