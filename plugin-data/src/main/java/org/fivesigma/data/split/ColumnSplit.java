package org.fivesigma.data.split;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Split;

/** Parts by the values of a column. */
public final class ColumnSplit implements Split {
  private final String name;
  private final PartRules rules;

  /** A split by the options' column. */
  public ColumnSplit(ColumnOptions options) {
    this.name = options.column();
    this.rules = options.rules();
  }

  @Override
  public Set<String> columns() {
    return name.equals("row") ? Set.of() : Set.of(name);
  }

  @Override
  public List<String> partNames() {
    return rules.names();
  }

  @Override
  public List<Fold> split(Events events) {
    Column column =
        name.equals("row") ? new Column.Longs(events.row()) : events.table().column(name);
    ValueMatcher matcher = new ValueMatcher(rules.values());
    Parts parts = new Parts(rules.names(), events.rows());
    Set<String> found = new HashSet<>();
    for (int i = 0; i < events.rows(); i++) {
      String part = matcher.part(column, i);
      if (part != null) {
        parts.assign(i, part);
        found.add(part);
      }
    }
    for (Map.Entry<String, List<Object>> e : rules.values().entrySet()) {
      if (!found.contains(e.getKey())) {
        throw UserError.of(
                "empty-part",
                "no event has a value of the part '"
                    + e.getKey()
                    + "' in the column '"
                    + name
                    + "' ("
                    + e.getValue()
                    + ")")
            .at(rules.key(e.getKey()))
            .hint(matcher.seenValues());
      }
    }
    rules.finish(parts, events);
    return List.of(parts.fold());
  }
}
