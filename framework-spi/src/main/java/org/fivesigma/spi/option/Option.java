package org.fivesigma.spi.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of an options record, which is one key of the block in the experiment
 * file. From this come the YAML binding, the checks, the error texts, the JSON Schema, {@code
 * describe} and the reference pages.
 *
 * <p>The key is the component's name in snake_case ({@code batchSize} → {@code batch_size}) unless
 * {@link #key} says otherwise. Component types: {@code boolean}, {@code int}, {@code long}, {@code
 * double}, {@code String}, enums (written in lower case), {@link java.nio.file.Path} (made
 * absolute), {@link Configured} and {@link ModelSpec} (a plugin with its options), other option
 * records (a nested block), {@code Optional}, {@code List} and {@code Map<String, …>} of these,
 * {@link ColumnExpression}, and {@code Object} (any YAML value: Map, List, String, Long, Double,
 * Boolean).
 *
 * <p>A component without {@link #value default} and not {@code Optional} is required. {@code
 * Optional} without default is absent by default; {@code null} in the file makes it empty. A record
 * may implement {@link SelfChecking} for rules that join several keys.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /** What the key means: one or two sentences. */
  String description();

  /**
   * The default as YAML text, such as {@code "1.0e-3"}, {@code "[100, 100]"} or {@code "adam"};
   * none: required.
   */
  String value() default NONE;

  /** The key where it is not the component's name in snake_case. */
  String key() default "";

  /**
   * Other spellings of the key that libraries use ({@code learning_rate} for {@code eta}). They
   * bind to the same component; two spellings in one block are an error like a duplicate key.
   * Resolved files have the component's own key.
   */
  String[] aliases() default {};

  /** Unit of a number, such as {@code GeV} or {@code epochs}. */
  String unit() default "";

  /** An example as YAML text. */
  String example() default "";

  /** Smallest number allowed (of each element in a list). */
  double min() default Double.NEGATIVE_INFINITY;

  /** Largest number allowed (of each element in a list). */
  double max() default Double.POSITIVE_INFINITY;

  /** Whether {@link #min} itself is excluded. */
  boolean minExclusive() default false;

  /** Whether {@link #max} itself is excluded. */
  boolean maxExclusive() default false;

  /** The texts allowed, for a {@code String}. */
  String[] choices() default {};

  /** Whether a single value may stand for a list of one. */
  boolean single() default false;

  /** The key of a nested record that a scalar in its place stands for, such as {@code type}. */
  String shorthand() default "";

  /**
   * On a component of type {@link Configured}: the plugin stands in the record's own block, not in
   * a block of its own. The record's other components are the block's common keys ({@code sealed}
   * beside a split's own keys); every other key belongs to the plugin.
   */
  boolean inline() default false;

  /**
   * Whether it is one of the few settings that tell runs apart even at their defaults: trackers
   * show them of every run, and all others where they differ from the default.
   */
  boolean main() default false;

  /** The value of {@link #value} that says there is no default. */
  String NONE = "\0none";
}
