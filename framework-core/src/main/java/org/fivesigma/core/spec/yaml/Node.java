package org.fivesigma.core.spec.yaml;

import java.util.List;
import java.util.Optional;
import org.fivesigma.core.spec.text.Place;

/** A value of a YAML tree with its place. Immutable. */
public sealed interface Node {
  /** Where it begins. */
  Place place();

  /**
   * A scalar.
   *
   * @param text its text, variables replaced
   * @param raw the text as the resolved file has it: variables replaced but for secrets
   * @param plain whether it was written without quotes, so that it may be a number, boolean or null
   */
  record Scalar(String text, String raw, boolean plain, Place place) implements Node {
    /** A scalar without variables. */
    public Scalar(String text, boolean plain, Place place) {
      this(text, text, plain, place);
    }

    /** Whether a secret is in it. */
    public boolean secret() {
      return raw.contains(Variables.SECRET_END);
    }

    /** Its value by YAML's core schema: null (empty), Boolean, Long, BigInteger, Double, String. */
    public Optional<Object> value() {
      return Optional.ofNullable(Scalars.value(this));
    }

    /** Whether it is null. */
    public boolean isNull() {
      return Scalars.value(this) == null;
    }

    /** Its text, where it is one and no number, boolean or null. */
    public Optional<String> string() {
      return Scalars.value(this) instanceof String s ? Optional.of(s) : Optional.empty();
    }
  }

  /** A list. */
  record Seq(List<Node> items, Place place) implements Node {
    public Seq {
      items = List.copyOf(items);
    }
  }

  /** A block of keys, each once, in the order written. */
  record Mapping(List<Entry> entries, Place place) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry of a key. */
    public Optional<Entry> find(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
    }

    /** The value of a key. */
    public Optional<Node> get(String key) {
      return find(key).map(Entry::value);
    }
  }

  /**
   * A key with its value.
   *
   * @param override whether it was put over what the file says, and so counts before another
   *     spelling of the same key
   */
  record Entry(Scalar key, Node value, boolean override) {
    /** A key as written. */
    public Entry(Scalar key, Node value) {
      this(key, value, false);
    }
  }
}
