package org.fivesigma.data.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.NameHints;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.TableLoader.Request;

/** Checks a request's SQL expressions one by one, so that a mistake points at its own key. */
final class ExpressionChecks {
  private static final Pattern UNKNOWN_COLUMN =
      Pattern.compile("Referenced column \"(.*?)\" not found");

  private final DuckDb db;
  private final Request request;

  ExpressionChecks(DuckDb db, Request request) {
    this.db = db;
    this.request = request;
  }

  /** Binds every expression against empty columns; the columns after derive with their types. */
  Map<String, String> bind(SelectSql sql, List<OpenedSource> sources, Map<String, String> types)
      throws SQLException {
    if (request.set().isEmpty()
        && request.derive().isEmpty()
        && request.select().isEmpty()
        && sources.stream().allMatch(s -> s.spec().select().isEmpty())) {
      return new LinkedHashMap<>(types);
    }
    db.execute("CREATE OR REPLACE TEMP TABLE shape_0 AS " + sql.shape());
    for (Map.Entry<String, String> e : request.set().entrySet()) {
      String key = "set." + e.getKey();
      if (!types.containsKey(e.getKey())) {
        throw UserError.of(
                "missing-column", "set replaces the column '" + e.getKey() + "', which is not read")
            .at(key)
            .hint(NameHints.hint(e.getKey(), types.keySet()));
      }
      expressionType(e.getValue(), "shape_0", key, types);
    }
    db.execute(
        "CREATE OR REPLACE TEMP TABLE shape_1 AS SELECT * FROM ("
            + sql.set("SELECT * FROM shape_0")
            + ") LIMIT 0");
    Map<String, String> known = new LinkedHashMap<>(db.describe("shape_1"));
    known.remove(SelectSql.ROW);
    int step = 1;
    for (Map.Entry<String, String> e : request.derive().entrySet()) {
      String key = "data.derive." + e.getKey();
      String from = "shape_" + step;
      if (SelectSql.isRow(e.getKey())) {
        throw UserError.of("reserved-name", "'row' is built in and cannot be derived").at(key);
      }
      String type = expressionType(e.getValue(), from, key, known);
      String next =
          SelectSql.derive("SELECT * FROM " + from, e.getKey(), e.getValue(), known.keySet());
      step++;
      db.execute(
          "CREATE OR REPLACE TEMP TABLE shape_"
              + step
              + " AS SELECT * FROM ("
              + next
              + ") LIMIT 0");
      known.put(e.getKey(), type);
    }
    String last = "shape_" + step;
    for (OpenedSource source : sources) {
      if (source.spec().select().isPresent()) {
        condition(source.spec().select().get(), last, source.key() + ".select", known);
      }
    }
    if (request.select().isPresent()) {
      condition(request.select().get(), last, "data.select", known);
    }
    return known;
  }

  private void condition(String expression, String from, String key, Map<String, String> known)
      throws SQLException {
    String type = expressionType(expression, from, key, known);
    if (!DuckTypes.bool(type)) {
      throw UserError.of(
              "not-a-condition",
              "'" + expression + "' is of type " + type + "; a select is true or false")
          .at(key)
          .hint("compare with a value, such as 'n_jets >= 2'");
    }
  }

  private String expressionType(
      String expression, String from, String key, Map<String, String> known) throws SQLException {
    try {
      List<String[]> columns =
          db.rows("DESCRIBE SELECT " + SelectSql.parenthesised(expression) + " AS x FROM " + from);
      if (columns.size() != 1) {
        throw UserError.of("sql-error", "'" + expression + "' is not one SQL expression").at(key);
      }
      return columns.get(0)[1];
    } catch (SQLException e) {
      throw mistake(e, expression, key, known.keySet());
    }
  }

  private static UserError mistake(
      SQLException e, String expression, String key, Set<String> known) {
    String message = DuckDb.message(e);
    Matcher unknown = UNKNOWN_COLUMN.matcher(message);
    if (unknown.find()) {
      String name = unknown.group(1);
      List<String> names = new ArrayList<>(known);
      names.add(SelectSql.ROW);
      return UserError.of("missing-column", "'" + name + "' is no column of the data")
          .at(key)
          .hint(NameHints.hint(name, names))
          .because(e);
    }
    String[] lines = message.split("\n", -1);
    UserError error =
        UserError.of("sql-error", "'" + expression + "' is no valid SQL expression: " + lines[0])
            .at(key)
            .because(e);
    return lines.length > 1 && lines[1].startsWith("Did you mean") ? error.hint(lines[1]) : error;
  }

  /** Finds the expression that fails on the data and says so; else the error as it came. */
  UserError atRunTime(
      SQLException failure, SelectSql sql, List<OpenedSource> sources, Map<String, String> types) {
    for (OpenedSource source : sources) {
      String from = sql.cleaned(source, 0);
      for (Map.Entry<String, String> e : request.set().entrySet()) {
        UserError error = evaluate(e.getValue(), from, "set." + e.getKey());
        if (error != null) {
          return error;
        }
      }
      from = sql.set(from);
      Set<String> known = new java.util.LinkedHashSet<>(types.keySet());
      for (Map.Entry<String, String> e : request.derive().entrySet()) {
        UserError error = evaluate(e.getValue(), from, "data.derive." + e.getKey());
        if (error != null) {
          return error;
        }
        from = SelectSql.derive(from, e.getKey(), e.getValue(), known);
        known.add(e.getKey());
      }
      UserError error = null;
      if (source.spec().select().isPresent()) {
        error = evaluate(source.spec().select().get(), from, source.key() + ".select");
      }
      if (error == null && request.select().isPresent()) {
        error = evaluate(request.select().get(), from, "data.select");
      }
      if (error != null) {
        return error;
      }
    }
    return UserError.of("unreadable-source", DuckDb.message(failure))
        .at("data.source")
        .because(failure);
  }

  private UserError evaluate(String expression, String from, String key) {
    try {
      db.rows(
          "SELECT count("
              + Sql.name("x")
              + ") FROM (SELECT "
              + SelectSql.parenthesised(expression)
              + " AS x FROM ("
              + from
              + "))");
      return null;
    } catch (SQLException e) {
      return UserError.of(
              "sql-error",
              "'" + expression + "' fails on a value of the data: " + DuckDb.message(e))
          .at(key)
          .hint("try(…) gives a missing value where the inside fails")
          .because(e);
    }
  }
}
