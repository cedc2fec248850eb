package org.fivesigma.core.spec.bind;

import java.util.Optional;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.option.Option;

/**
 * Where binding stands.
 *
 * @param path of the value, for errors
 * @param anchor the nearest place above that the user wrote, for errors in defaults
 * @param option limits of the value
 * @param preprocess the steps that models below inherit
 */
record Scope(String path, Place anchor, Optional<Option> option, Optional<Node> preprocess) {

  /** A key below. */
  Scope key(Node.Entry entry, Optional<Option> limits) {
    return new Scope(join(entry.key().text()), written(entry.key().place()), limits, preprocess);
  }

  /** An item of the list. */
  Scope item(int index, Place place) {
    return new Scope(path + "[" + index + "]", written(place), option, preprocess);
  }

  /** The same place for another value. */
  Scope limits(Optional<Option> limits) {
    return new Scope(path, anchor, limits, preprocess);
  }

  Scope inherit(Optional<Node> steps) {
    return new Scope(path, anchor, option, steps);
  }

  private Place written(Place place) {
    return place.written()
            || place.source().kind() == org.fivesigma.core.spec.text.SourceText.Kind.OVERRIDE
        ? place
        : anchor;
  }

  private String join(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * Where an error about a value is shown: at a scalar itself, else at the key of a block or list.
   */
  Place at(Node node) {
    return node instanceof Node.Scalar && node.place().written() ? node.place() : anchor;
  }

  /** The last key of the path, as errors name the value. */
  String name() {
    int dot = path.lastIndexOf('.');
    return path.isEmpty() ? "the experiment" : "'" + path.substring(dot + 1) + "'";
  }
}
