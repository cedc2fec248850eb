package org.fivesigma.core.spec.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.fivesigma.core.spec.text.Place;

/** What plain scalars mean by YAML 1.2's core schema: {@code yes} is a text, {@code 012} is 12. */
public final class Scalars {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,400}");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,22}");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,16}");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?(\\.[0-9]{1,400}|[0-9]{1,400}(\\.[0-9]{0,400})?)([eE][-+]?[0-9]{1,9})?");

  private Scalars() {}

  static Object value(Node.Scalar scalar) {
    String text = scalar.text();
    if (!scalar.plain() || text.length() > 1000) {
      return text;
    }
    switch (text) {
      case "", "~", "null", "Null", "NULL" -> {
        return null;
      }
      case "true", "True", "TRUE" -> {
        return true;
      }
      case "false", "False", "FALSE" -> {
        return false;
      }
      case ".nan", ".NaN", ".NAN" -> {
        return Double.NaN;
      }
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-.inf", "-.Inf", "-.INF" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {
        return number(text);
      }
    }
  }

  private static Object number(String text) {
    char first = text.charAt(0);
    if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
      return text;
    }
    if (INTEGER.matcher(text).matches()) {
      return small(new BigInteger(first == '+' ? text.substring(1) : text));
    }
    if (OCTAL.matcher(text).matches()) {
      return small(new BigInteger(text.substring(2), 8));
    }
    if (HEX.matcher(text).matches()) {
      return small(new BigInteger(text.substring(2), 16));
    }
    if (FLOAT.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    return text;
  }

  private static Object small(BigInteger value) {
    return value.bitLength() <= 63 ? (Object) value.longValue() : value;
  }

  /**
   * A node as plain Java: Map, List, String, Long, BigInteger, Double, Boolean or null,
   * unmodifiable.
   */
  public static Object plain(Node node) {
    return plain(node, Scalars::value);
  }

  /** As {@link #plain}, but what holds a secret is its text with the variable not replaced. */
  public static Object shown(Node node) {
    return plain(node, scalar -> scalar.secret() ? scalar.raw() : value(scalar));
  }

  private static Object plain(Node node, Function<Node.Scalar, Object> value) {
    if (node instanceof Node.Scalar scalar) {
      return value.apply(scalar);
    }
    if (node instanceof Node.Seq seq) {
      List<Object> list = new ArrayList<>();
      seq.items().forEach(item -> list.add(plain(item, value)));
      return Collections.unmodifiableList(list);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    ((Node.Mapping) node).entries().forEach(e -> map.put(e.key().text(), plain(e.value(), value)));
    return Collections.unmodifiableMap(map);
  }

  /** A plain Java value as a node: Map, List, text, number, boolean or null. */
  public static Node node(Object value, Place place) {
    if (value instanceof Node node) {
      return node;
    }
    if (value instanceof Map<?, ?> map) {
      List<Node.Entry> entries = new ArrayList<>();
      map.forEach(
          (k, v) ->
              entries.add(
                  new Node.Entry(
                      new Node.Scalar(String.valueOf(k), false, place), node(v, place))));
      return new Node.Mapping(entries, place);
    }
    if (value instanceof List<?> list) {
      return new Node.Seq(list.stream().map(v -> node(v, place)).toList(), place);
    }
    if (value instanceof String || value instanceof java.nio.file.Path) {
      String text = value.toString();
      return new Node.Scalar(text, Variables.escape(text), false, place);
    }
    if (value instanceof Double d && (d.isNaN() || d.isInfinite())) {
      String text = d.isNaN() ? ".nan" : d > 0 ? ".inf" : "-.inf";
      return new Node.Scalar(text, true, place);
    }
    return new Node.Scalar(String.valueOf(value), true, place);
  }
}
