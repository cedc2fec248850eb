package org.fivesigma.spi.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events in memory: named columns of primitives of one length, immutable. Features are float32,
 * weights float64, ids 64-bit integers or text. There is no row object.
 */
public final class EventTable {
  private final int rows;
  private final Map<String, Column> columns;

  /**
   * A table of columns.
   *
   * @throws IllegalArgumentException when the columns differ in length from {@code rows}
   */
  public EventTable(int rows, Map<String, Column> columns) {
    this.rows = rows;
    this.columns = new LinkedHashMap<>(columns);
    this.columns.forEach(
        (name, column) -> {
          if (column.size() != rows) {
            throw new IllegalArgumentException(
                "column '"
                    + name
                    + "' has "
                    + column.size()
                    + " values, the table "
                    + rows
                    + " rows");
          }
        });
  }

  /** Number of events. */
  public int rows() {
    return rows;
  }

  /** Names in the order of the columns. */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** The column of that name, if there is one. */
  public Optional<Column> find(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  /**
   * The column of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column '" + name + "' in " + columns.keySet());
    }
    return column;
  }
}
