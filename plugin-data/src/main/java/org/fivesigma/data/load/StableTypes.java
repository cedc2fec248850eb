package org.fivesigma.data.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Wanted;

/**
 * Columns whose values decide how they are held in memory: integers become doubles where one is
 * missing, ids that are decimal numbers become text where one is not whole. Who reads in pieces has
 * to know before the first.
 */
final class StableTypes {
  private final DuckDb db;
  private final SelectSql sql;
  private final Map<String, String> types;
  private final List<Wanted> undecided = new ArrayList<>();
  private final Set<String> broken = new HashSet<>();

  StableTypes(DuckDb db, SelectSql sql, Map<String, String> types, List<Wanted> wanted) {
    this.db = db;
    this.sql = sql;
    this.types = types;
    for (Wanted w : wanted) {
      String type = types.get(w.name());
      if (type != null
          && ((w.as() == As.NATURAL && DuckTypes.fitsLong(type))
              || (w.as() == As.ID && DuckTypes.floating(type)))) {
        undecided.add(w);
      }
    }
  }

  /**
   * Whether a selected event breaks the column's rule: no missing integer, no id that is not whole.
   */
  boolean isBroken(String column) {
    return broken.contains(column);
  }

  /** Looks at the undecided columns of all sources; reads nothing where there are none. */
  void look(List<OpenedSource> sources) throws SQLException {
    if (undecided.isEmpty()) {
      return;
    }
    long offset = 0;
    for (OpenedSource source : sources) {
      String condition = sql.condition(source);
      String filter = condition.isEmpty() ? "" : " FILTER (WHERE " + condition + ")";
      List<String> wanted = new ArrayList<>(List.of("count(*)"));
      for (Wanted w : undecided) {
        wanted.add("coalesce(bool_or(" + breaks(w) + ")" + filter + ", false)");
      }
      String[] found =
          db.rows(
                  "SELECT "
                      + String.join(", ", wanted)
                      + " FROM ("
                      + sql.steps(source, offset)
                      + ")")
              .get(0);
      offset += Long.parseLong(found[0]);
      for (int i = 1; i < found.length; i++) {
        if (Boolean.parseBoolean(found[i])) {
          broken.add(undecided.get(i - 1).name());
        }
      }
    }
  }

  private String breaks(Wanted w) {
    String name = Sql.name(w.name());
    if (w.as() == As.NATURAL) {
      return name + " IS NULL";
    }
    String number = types.get(w.name()).equals("DOUBLE") ? name : "CAST(" + name + " AS DOUBLE)";
    return number
        + " IS NULL OR isnan("
        + number
        + ") OR trunc("
        + number
        + ") <> "
        + number
        + " OR abs("
        + number
        + ") >= 9007199254740992";
  }
}
