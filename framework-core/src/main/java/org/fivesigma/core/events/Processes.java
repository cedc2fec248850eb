package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.spec.DataSpec;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;

/**
 * The process of each event: of its column, else of its source, else its class.
 *
 * @param names in order of first appearance; the classes' order where processes are the classes
 */
record Processes(List<String> names, int[] index) {
  static Processes of(DataSpec data, EventTable table, int[] source, Classes classes) {
    Optional<Column> column = data.process().map(p -> table.column(p.column()));
    boolean bySource = data.source().stream().anyMatch(s -> s.process().isPresent());
    if (column.isEmpty() && !bySource) {
      return new Processes(classes.names(), classes.labels());
    }
    Map<String, Integer> known = new LinkedHashMap<>();
    int[] index = new int[table.rows()];
    for (int i = 0; i < index.length; i++) {
      Optional<String> declared = data.source().get(source[i]).process();
      String name = declared.orElse("");
      if (declared.isEmpty() && column.isPresent()) {
        name = column.get().text(i);
      }
      if (name.isEmpty()) {
        name = classes.names().get(classes.labels()[i]);
      }
      Integer k = known.get(name);
      if (k == null) {
        k = known.size();
        known.put(name, k);
      }
      index[i] = k;
    }
    return new Processes(new ArrayList<>(known.keySet()), index);
  }
}
