package org.fivesigma.spi.plugin;

/**
 * A kind of extension, such as {@code model}. The list of kinds is open: a plugin may bring its
 * own.
 *
 * @param name singular, snake_case, as {@code describe KIND ID} takes it
 * @param type what an extension of this kind creates
 * @param description one sentence for {@code plugins}
 * @param named whether experiment files name the ids of this kind; otherwise the framework finds
 *     what it needs by itself
 */
public record Kind<T>(String name, Class<T> type, String description, boolean named) {
  /** A kind whose ids are named in experiment files. */
  public Kind(String name, Class<T> type, String description) {
    this(name, type, description, true);
  }
}
