package org.fivesigma.core.spec.yaml;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Writes nodes as YAML that reads back as the same nodes. Lists of scalars stand on one line. */
public final class YamlWriter {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./+-][A-Za-z0-9_./ +*()-]*");
  private static final int WIDTH = 100;

  private final Function<Node, String> comment;
  private final StringBuilder out = new StringBuilder();

  private YamlWriter(Function<Node, String> comment) {
    this.comment = comment;
  }

  /** The text of a block. */
  public static String write(Node.Mapping root) {
    return write(root, node -> "");
  }

  /** The text of a block, with a comment behind the line of every scalar, list or empty block. */
  public static String write(Node.Mapping root, Function<Node, String> comment) {
    YamlWriter writer = new YamlWriter(comment);
    if (root.entries().isEmpty()) {
      return "{}\n";
    }
    writer.mapping(root, 0, "");
    return writer.out.toString();
  }

  private void mapping(Node.Mapping mapping, int indent, String first) {
    String lead = first;
    for (Node.Entry entry : mapping.entries()) {
      out.append(lead.isEmpty() ? " ".repeat(indent) : lead);
      lead = "";
      out.append(scalar(new Node.Scalar(entry.key().text(), false, entry.key().place()), true));
      out.append(':');
      value(entry.value(), indent);
    }
  }

  private void value(Node node, int indent) {
    if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
      out.append('\n');
      mapping(mapping, indent + 2, "");
    } else if (node instanceof Node.Seq seq && !flows(seq)) {
      out.append('\n');
      for (Node item : seq.items()) {
        item(item, indent + 2);
      }
    } else {
      out.append(' ').append(inline(node));
      endLine(node);
    }
  }

  private void item(Node node, int indent) {
    String lead = " ".repeat(indent) + "- ";
    if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
      mapping(mapping, indent + 2, lead);
    } else if (node instanceof Node.Seq seq && !flows(seq)) {
      out.append(" ".repeat(indent)).append("-\n");
      for (Node inner : seq.items()) {
        item(inner, indent + 2);
      }
    } else {
      out.append(lead).append(inline(node));
      endLine(node);
    }
  }

  private void endLine(Node node) {
    String said = comment.apply(node);
    if (!said.isEmpty()) {
      out.append("  # ").append(said);
    }
    out.append('\n');
  }

  private static boolean flows(Node.Seq seq) {
    int width = 0;
    for (Node item : seq.items()) {
      if (!(item instanceof Node.Scalar scalar) || (scalar.plain() && scalar.secret())) {
        return false;
      }
      width += scalar.raw().length() + 2;
    }
    return width <= WIDTH;
  }

  private static String inline(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar(scalar, false);
    }
    if (node instanceof Node.Seq seq) {
      List<String> items = seq.items().stream().map(YamlWriter::inline).toList();
      return "[" + String.join(", ", items) + "]";
    }
    return "{}";
  }

  private static String scalar(Node.Scalar scalar, boolean key) {
    if (scalar.secret() && scalar.plain() && !(scalar.value().orElse(null) instanceof String)) {
      return scalar.raw();
    }
    Object value = scalar.value().orElse(null);
    if (!(value instanceof String)) {
      return scalar.text().isEmpty() ? "null" : scalar.text();
    }
    String raw = key ? scalar.text() : scalar.raw();
    boolean bare =
        BARE.matcher(raw).matches()
            && !raw.endsWith(" ")
            && !raw.startsWith("-")
            && Scalars.value(new Node.Scalar(raw, true, scalar.place())) instanceof String;
    return bare ? raw : quote(raw);
  }

  /** A text in double quotes with everything escaped that YAML would not take as it is. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                  boolean safe =
                      (c >= 0x20 && c < 0x7f)
                          || (c >= 0xa1 && c <= 0xd7ff && c != 0x2028 && c != 0x2029);
                  if (safe) {
                    out.appendCodePoint(c);
                  } else if (c > 0xffff) {
                    out.append(String.format("\\U%08x", c));
                  } else {
                    out.append(String.format("\\u%04x", c));
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
