package org.fivesigma.core.spec;

import java.util.Collection;
import java.util.Optional;
import org.fivesigma.core.spec.bind.Locator;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;

/** Reports problems at key paths of a resolved tree. */
final class Reporting {
  private final Node.Mapping resolved;
  private static final String DEVICE = "device";

  private final Problems problems;

  Reporting(Node.Mapping resolved, Problems problems) {
    this.resolved = resolved;
    this.problems = problems;
  }

  Node.Mapping resolved() {
    return resolved;
  }

  /** The key that asked for a value: a model without a device of its own gets the file's. */
  static String asked(Node.Mapping resolved, String key) {
    boolean ofModel = key.startsWith("model") && key.endsWith("." + DEVICE);
    return ofModel && Locator.written(resolved, DEVICE) && !Locator.written(resolved, key)
        ? DEVICE
        : key;
  }

  void add(String path, String code, String message, Optional<String> hint) {
    Place start = new Place(resolved.place().source(), 1, 1, 1);
    problems.add(Locator.locate(resolved, asked(resolved, path), start), code, message, hint);
  }

  void add(String path, String code, String message, String hint) {
    add(path, code, message, Optional.of(hint));
  }

  void add(String path, String code, String message) {
    add(path, code, message, Optional.empty());
  }

  /** As {@link #add}, at the key itself. */
  void addKey(String path, String code, String message, Optional<String> hint) {
    Place start = new Place(resolved.place().source(), 1, 1, 1);
    problems.add(Locator.key(resolved, path).orElse(start), code, message, hint);
  }

  void add(UserError error) {
    add(error.key().orElse(""), error.code(), error.getMessage(), error.hint());
  }

  /** A name that is not among those known. */
  void unknown(String path, String code, String message, String name, Collection<String> known) {
    Optional<String> hint = NearNames.hint(name, known);
    add(
        path,
        code,
        message,
        hint.or(
            () ->
                known.isEmpty()
                    ? Optional.empty()
                    : Optional.of("known are " + String.join(", ", known))));
  }
}
