package org.fivesigma.core.spec.bind;

import org.fivesigma.core.spec.yaml.Node;

/**
 * What binding a value gave.
 *
 * @param value the Java value; null when it failed, or for a YAML null of type Object
 * @param node the value as the resolved file has it
 * @param ok whether there was no problem
 */
record Bound(Object value, Node node, boolean ok) {
  static Bound of(Object value, Node node) {
    return new Bound(value, node, true);
  }

  static Bound failed(Node node) {
    return new Bound(null, node, false);
  }
}
