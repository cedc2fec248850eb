package org.fivesigma.data.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivesigma.spi.data.Correlations;
import org.fivesigma.spi.explore.Exploration;
import org.fivesigma.spi.explore.Explorer;

/** Linear correlations of features within each class. */
final class CorrelationMaps {
  /** Events of a class that are used; the error of a correlation is then below 0.003. */
  private static final int MOST_EVENTS = 100_000;

  private CorrelationMaps() {}

  static List<Exploration.Correlations> of(Explorer.Data data) {
    List<Exploration.Correlations> maps = new ArrayList<>();
    for (int c = 0; c < data.classes().size(); c++) {
      int[] rows = rows(data.labels(), c);
      maps.add(
          new Exploration.Correlations(
              data.classes().get(c),
              Correlations.of(data.features().select(rows), ones(rows.length), data.threads()),
              rows.length));
    }
    return maps;
  }

  /** Evenly spread events of a class. */
  private static int[] rows(int[] labels, int wanted) {
    int n = 0;
    for (int label : labels) {
      n += label == wanted ? 1 : 0;
    }
    int[] rows = new int[Math.min(n, MOST_EVENTS)];
    long seen = 0;
    int at = 0;
    for (int i = 0; i < labels.length && at < rows.length; i++) {
      if (labels[i] == wanted) {
        if (seen * rows.length / n >= at) {
          rows[at++] = i;
        }
        seen++;
      }
    }
    return rows;
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
