package org.fivesigma.data.load;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.data.TableLoader.Loaded;

/** Events that two sources of one table both select, which then count twice. */
final class Overlaps {
  private Overlaps() {}

  /** A line for each pair of sources that read the same rows of the same files. */
  static List<String> of(List<OpenedSource> sources, Loaded loaded) {
    List<String> lines = new ArrayList<>();
    for (int a = 0; a < sources.size(); a++) {
      for (int b = a + 1; b < sources.size(); b++) {
        if (sources.get(a).relation().equals(sources.get(b).relation())) {
          long shared = shared(loaded, a, b);
          if (shared > 0) {
            lines.add(
                shared
                    + " events are selected by "
                    + sources.get(a).key()
                    + " and by "
                    + sources.get(b).key()
                    + ", which read the same data: they count twice");
          }
        }
      }
    }
    return lines;
  }

  private static long shared(Loaded loaded, int a, int b) {
    long[] first = rows(loaded, a);
    long[] second = rows(loaded, b);
    long count = 0;
    int j = 0;
    for (long row : first) {
      while (j < second.length && second[j] < row) {
        j++;
      }
      if (j < second.length && second[j] == row) {
        count++;
      }
    }
    return count;
  }

  /** Raw rows of a source's selected events, counted from its own first. */
  private static long[] rows(Loaded loaded, int source) {
    long before = 0;
    for (int s = 0; s < source; s++) {
      before += loaded.accounts().get(s).rowsRead();
    }
    long[] rows = new long[(int) loaded.accounts().get(source).rowsSelected()];
    int at = 0;
    for (int i = 0; i < loaded.source().length; i++) {
      if (loaded.source()[i] == source) {
        rows[at++] = loaded.row()[i] - before;
      }
    }
    return rows;
  }
}
