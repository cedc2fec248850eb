package org.fivesigma.data.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.spi.data.TableLoader.Request;
import org.fivesigma.spi.data.TableLoader.Wanted;

/**
 * Writes the steps of a request as nested SQL, in the order of the language: rows → missing → set →
 * derive → select.
 */
final class SelectSql {
  /** The built-in column: the raw row over all sources, from 0. */
  static final String ROW = "row";

  private final Request request;
  private final Map<String, String> types;
  private final boolean row;
  private final String expressions;

  /**
   * SQL for a request.
   *
   * @param types columns over all sources, with the type that holds all their values
   * @param rowWanted whether {@code row} is among the columns to read
   */
  SelectSql(Request request, Map<String, String> types, boolean rowWanted) {
    this.request = request;
    this.types = types;
    this.expressions = String.join("\n", expressions(request)).toLowerCase(Locale.ROOT);
    this.row = rowWanted || expressions(request).stream().anyMatch(SelectSql::namesRow);
  }

  private static List<String> expressions(Request request) {
    List<String> all = new ArrayList<>(request.set().values());
    all.addAll(request.derive().values());
    request.select().ifPresent(all::add);
    request.sources().forEach(s -> s.select().ifPresent(all::add));
    return all;
  }

  private static boolean namesRow(String expression) {
    return Pattern.compile("\\brow\\b", Pattern.CASE_INSENSITIVE).matcher(expression).find();
  }

  /** The columns of all sources, each with the type that holds the values of all. */
  static Map<String, String> merge(List<OpenedSource> sources) {
    Map<String, String> merged = new LinkedHashMap<>();
    for (OpenedSource source : sources) {
      source.types().forEach((name, type) -> merged.merge(name, type, DuckTypes::common));
    }
    return merged;
  }

  /**
   * The columns that are wanted or may be named in an expression, so that a table of thousands of
   * columns is not planned whole.
   */
  static Map<String, String> needed(
      Map<String, String> types, Request request, List<Wanted> columns) {
    String expressions = String.join("\n", expressions(request)).toLowerCase(Locale.ROOT);
    if (expressions.contains("columns(")) {
      return types;
    }
    Set<String> named = columns.stream().map(Wanted::name).collect(Collectors.toSet());
    named.addAll(request.set().keySet());
    request.sources().stream()
        .flatMap(s -> s.weight().stream())
        .forEach(weight -> named.add(weight.toString()));
    Map<String, String> needed = new LinkedHashMap<>();
    types.forEach(
        (name, type) -> {
          if (named.contains(name) || expressions.contains(name.toLowerCase(Locale.ROOT))) {
            needed.put(name, type);
          }
        });
    return needed;
  }

  /**
   * The read columns of a source, cleaned of missing values.
   *
   * @param offset raw rows before this source
   */
  String cleaned(OpenedSource source, long offset) {
    List<String> columns = new ArrayList<>();
    types.forEach(
        (name, type) -> {
          String own = source.types().get(name);
          String value =
              own == null
                  ? "CAST(NULL AS " + type + ")"
                  : clean(name, own.equals(type) ? Sql.name(name) : cast(name, type), type);
          columns.add(value + " AS " + Sql.name(name));
        });
    String from = "SELECT * FROM " + source.relation();
    if (source.spec().rows().isPresent()) {
      from += " LIMIT " + source.spec().rows().get();
    }
    if (row) {
      from =
          "SELECT *, row_number() OVER () - 1 + "
              + offset
              + " AS fivesigma_row FROM ("
              + from
              + ")";
      columns.add("fivesigma_row AS " + Sql.name(ROW));
    }
    return "SELECT " + String.join(", ", columns) + " FROM (" + from + ")";
  }

  private static String cast(String name, String type) {
    return "CAST(" + Sql.name(name) + " AS " + type + ")";
  }

  private String clean(String name, String value, String type) {
    List<String> conditions = new ArrayList<>();
    // NaN and NULL are read alike; only an expression sees the difference, and thousands of
    // conditions take the database long to plan
    if (DuckTypes.hasNan(type)
        && (expressions.contains(name.toLowerCase(Locale.ROOT))
            || expressions.contains("columns("))) {
      conditions.add("isnan(" + value + ")");
    }
    if (DuckTypes.text(type)) {
      conditions.add(value + " = ''");
    }
    if (!request.notMissing().contains(name)) {
      for (double missing : request.missing()) {
        if (type.equals("FLOAT")) {
          conditions.add(value + " = CAST(" + Sql.number(missing) + " AS FLOAT)");
        } else if (DuckTypes.floating(type)) {
          conditions.add(value + " = " + Sql.number(missing));
        } else if (DuckTypes.integer(type)
            && missing == Math.rint(missing)
            && Math.abs(missing) < 1L << 53) {
          conditions.add(value + " = " + (long) missing);
        }
      }
    }
    return conditions.isEmpty()
        ? value
        : "CASE WHEN " + String.join(" OR ", conditions) + " THEN NULL ELSE " + value + " END";
  }

  /** An empty table of the columns that expressions may name, for checking them without data. */
  String shape() {
    List<String> columns =
        types.entrySet().stream()
            .map(e -> "CAST(NULL AS " + e.getValue() + ") AS " + Sql.name(e.getKey()))
            .collect(Collectors.toCollection(ArrayList::new));
    columns.add("CAST(NULL AS BIGINT) AS " + Sql.name(ROW));
    return "SELECT " + String.join(", ", columns) + " LIMIT 0";
  }

  /** The step that replaces the columns of {@code set}, all at once. */
  String set(String from) {
    if (request.set().isEmpty()) {
      return from;
    }
    String replaced =
        request.set().entrySet().stream()
            .map(e -> parenthesised(e.getValue()) + " AS " + Sql.name(e.getKey()))
            .collect(Collectors.joining(", "));
    return "SELECT * REPLACE (" + replaced + ") FROM (" + from + ")";
  }

  /** The step that adds (or replaces) one derived column. */
  static String derive(String from, String name, String expression, Set<String> known) {
    String column = parenthesised(expression) + " AS " + Sql.name(name);
    return known.contains(name)
        ? "SELECT * REPLACE (" + column + ") FROM (" + from + ")"
        : "SELECT *, " + column + " FROM (" + from + ")";
  }

  /** All steps up to {@code select}. */
  String steps(OpenedSource source, long offset) {
    String sql = set(cleaned(source, offset));
    Set<String> known = new LinkedHashSet<>(types.keySet());
    for (Map.Entry<String, String> e : request.derive().entrySet()) {
      sql = derive(sql, e.getKey(), e.getValue(), known);
      known.add(e.getKey());
    }
    return sql;
  }

  /** The condition that selects events of a source; empty: all. */
  String condition(OpenedSource source) {
    List<String> conditions = new ArrayList<>();
    source.spec().select().ifPresent(s -> conditions.add(parenthesised(s)));
    request.select().ifPresent(s -> conditions.add(parenthesised(s)));
    return String.join(" AND ", conditions);
  }

  /** An expression that cannot reach beyond its parentheses by a comment at its end. */
  static String parenthesised(String expression) {
    return "(" + expression + "\n)";
  }

  static boolean isRow(String name) {
    return name.toLowerCase(Locale.ROOT).equals(ROW);
  }
}
