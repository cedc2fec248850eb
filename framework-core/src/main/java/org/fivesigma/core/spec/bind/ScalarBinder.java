package org.fivesigma.core.spec.bind;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.text.SourceText;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Scalars;
import org.fivesigma.core.spec.yaml.Variables;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.option.ColumnExpression;
import org.fivesigma.spi.option.Option;

/**
 * Binds scalars, strictly: {@code "3"} is no integer, {@code yes} no boolean, {@code 3} no text.
 */
final class ScalarBinder {
  private final Problems problems;
  private final Path folder;

  ScalarBinder(Problems problems, Path folder) {
    this.problems = problems;
    this.folder = folder;
  }

  /** Whether the type is one of a scalar. */
  static boolean binds(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || type == Boolean.class
        || Number.class.isAssignableFrom(type)
        || type == String.class
        || type == Path.class
        || type == ColumnExpression.class;
  }

  Bound bind(Class<?> type, Node node, Scope scope) {
    if (!(node instanceof Node.Scalar scalar)) {
      return wrong(expected(type), node, scope, Optional.empty());
    }
    if (type == boolean.class || type == Boolean.class) {
      Object value = scalar.value().orElse(null);
      if (value instanceof Boolean) {
        return Bound.of(value, node);
      }
      boolean looks =
          List.of("yes", "no", "on", "off", "true", "false", "y", "n")
              .contains(scalar.text().toLowerCase(Locale.ROOT));
      return wrong(
          expected(type),
          node,
          scope,
          looks ? Optional.of("write it as true or false, without quotes") : Optional.empty());
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return integer(type == long.class || type == Long.class, scalar, scope);
    }
    if (type == double.class || type == Double.class) {
      return number(scalar, scope);
    }
    if (type == ColumnExpression.class) {
      return scalar.isNull()
          ? wrong(expected(type), node, scope, Optional.empty())
          : Bound.of(new ColumnExpression(scalar.text()), text(scalar));
    }
    if (type.isEnum() && !scalar.isNull()) {
      return enumeration(type, scalar, scope);
    }
    if (scalar.string().isEmpty()) {
      return wrong(
          expected(type),
          node,
          scope,
          scalar.isNull()
              ? Optional.empty()
              : Optional.of("put it in quotes if it is meant as a text"));
    }
    return type == Path.class ? path(scalar, scope) : string(scalar, scope);
  }

  /** Any scalar as text: SQL expressions and labels need no quotes around numbers. */
  Bound anyText(Node node, Scope scope) {
    if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
      return Bound.of(scalar.text(), text(scalar));
    }
    return wrong("a text", node, scope, Optional.empty());
  }

  private static Node.Scalar text(Node.Scalar scalar) {
    return new Node.Scalar(scalar.text(), scalar.raw(), false, scalar.place());
  }

  private Bound integer(boolean wide, Node.Scalar scalar, Scope scope) {
    Object value = scalar.value().orElse(null);
    if (value instanceof Long number) {
      if (!wide && (number > Integer.MAX_VALUE || number < Integer.MIN_VALUE)) {
        return outOfRange("at most " + Integer.MAX_VALUE, scalar, scope);
      }
      if (!inRange(number, scalar, scope)) {
        return Bound.failed(scalar);
      }
      return wide ? Bound.of(number, scalar) : Bound.of(number.intValue(), scalar);
    }
    if (value instanceof BigInteger) {
      return outOfRange("an integer of 64 bits", scalar, scope);
    }
    Optional<String> hint = Optional.empty();
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
      hint = Optional.of("write " + d.longValue());
    } else if (value instanceof String && plainNumber(scalar) instanceof Long) {
      hint = Optional.of("remove the quotes");
    }
    return wrong("an integer", scalar, scope, hint);
  }

  private Bound number(Node.Scalar scalar, Scope scope) {
    Object value = scalar.value().orElse(null);
    if (value instanceof Number number) {
      double d = number.doubleValue();
      if (Double.isNaN(d) || Double.isInfinite(d)) {
        return wrong("a finite number", scalar, scope, Optional.empty());
      }
      return inRange(d, scalar, scope) ? Bound.of(d, scalar) : Bound.failed(scalar);
    }
    Optional<String> hint =
        value instanceof String && plainNumber(scalar) instanceof Number
            ? Optional.of("remove the quotes")
            : Optional.empty();
    return wrong("a number", scalar, scope, hint);
  }

  private static Object plainNumber(Node.Scalar scalar) {
    return Scalars.plain(new Node.Scalar(scalar.text(), true, scalar.place()));
  }

  private boolean inRange(double value, Node.Scalar scalar, Scope scope) {
    if (scope.option().isEmpty()) {
      return true;
    }
    Option option = scope.option().get();
    boolean low = option.minExclusive() ? value > option.min() : value >= option.min();
    boolean high = option.maxExclusive() ? value < option.max() : value <= option.max();
    if (low && high) {
      return true;
    }
    outOfRange(range(option), scalar, scope);
    return false;
  }

  /** The range of an option in words; empty where there is none. */
  static String range(Option option) {
    boolean min = option.min() > Double.NEGATIVE_INFINITY;
    boolean max = option.max() < Double.POSITIVE_INFINITY;
    String low = (option.minExclusive() ? "greater than " : "at least ") + brief(option.min());
    String high = (option.maxExclusive() ? "less than " : "at most ") + brief(option.max());
    return min && max ? low + " and " + high : min ? low : max ? high : "";
  }

  static String brief(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private Bound outOfRange(String range, Node.Scalar scalar, Scope scope) {
    problems.add(
        scope.at(scalar),
        "out-of-range",
        scope.name() + " must be " + range + ", not " + clip(scalar.text()));
    return Bound.failed(scalar);
  }

  private Bound string(Node.Scalar scalar, Scope scope) {
    List<String> choices = scope.option().map(o -> Arrays.asList(o.choices())).orElse(List.of());
    if (!choices.isEmpty() && !choices.contains(scalar.text())) {
      return choice(choices, scalar, scope);
    }
    return Bound.of(scalar.text(), scalar);
  }

  private Bound enumeration(Class<?> type, Node.Scalar scalar, Scope scope) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(scalar.text())) {
        return Bound.of(constant, scalar);
      }
    }
    return choice(names(type), scalar, scope);
  }

  /** The constants of an enum as a file writes them. */
  static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private Bound choice(List<String> choices, Node.Scalar scalar, Scope scope) {
    problems.add(
        scope.at(scalar),
        "unknown-choice",
        scope.name() + " must be " + either(choices) + ", not '" + clip(scalar.text()) + "'",
        NearNames.hint(scalar.text(), choices));
    return Bound.failed(scalar);
  }

  static String either(List<String> choices) {
    return choices.size() == 1
        ? choices.get(0)
        : String.join(", ", choices.subList(0, choices.size() - 1))
            + " or "
            + choices.get(choices.size() - 1);
  }

  private Bound path(Node.Scalar scalar, Scope scope) {
    Path base =
        scalar.place().source().kind() == SourceText.Kind.DEFAULT
            ? folder
            : scalar.place().source().folder();
    try {
      Path given = Path.of(scalar.text());
      if (scalar.text().isEmpty()) {
        problems.add(scope.at(scalar), "bad-path", scope.name() + " is an empty path");
        return Bound.failed(scalar);
      }
      Path absolute = base.resolve(given).toAbsolutePath().normalize();
      String raw = rawPath(scalar, given, base, absolute);
      return Bound.of(absolute, new Node.Scalar(absolute.toString(), raw, false, scalar.place()));
    } catch (InvalidPathException e) {
      problems.add(scope.at(scalar), "bad-path", scope.name() + " is no path: " + e.getReason());
      return Bound.failed(scalar);
    }
  }

  /** The path as the resolved file has it: absolute, secrets not replaced. */
  private static String rawPath(Node.Scalar scalar, Path given, Path base, Path absolute) {
    if (!scalar.secret()) {
      return Variables.escape(absolute.toString());
    }
    return given.isAbsolute()
        ? scalar.raw()
        : Variables.escape(base.toAbsolutePath().normalize().toString()) + "/" + scalar.raw();
  }

  /** What a type wants, in words. */
  static String expected(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "an integer";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type.isEnum()) {
      return either(names(type));
    }
    return type == Path.class
        ? "a path"
        : type == ColumnExpression.class ? "a SQL expression" : "a text";
  }

  /** Reports a value of the wrong type. */
  Bound wrong(String expected, Node node, Scope scope, Optional<String> hint) {
    problems.add(
        scope.at(node),
        "wrong-type",
        scope.name() + " must be " + expected + ", not " + describe(node),
        hint);
    return Bound.failed(node);
  }

  /** A value in words. */
  static String describe(Node node) {
    if (node instanceof Node.Seq) {
      return "a list";
    }
    if (!(node instanceof Node.Scalar scalar)) {
      return "a block of keys";
    }
    Object value = scalar.value().orElse(null);
    if (value == null) {
      return "empty (null)";
    }
    return value instanceof String
        ? "the text '" + clip(scalar.text()) + "'"
        : value instanceof Boolean ? scalar.text() : "the number " + clip(scalar.text());
  }

  /** A text short enough for a message, on one line. */
  static String clip(String text) {
    String line = text.replace('\n', ' ').replace('\r', ' ');
    return line.codePointCount(0, line.length()) <= 60
        ? line
        : line.substring(0, line.offsetByCodePoints(0, 57)) + "...";
  }
}
