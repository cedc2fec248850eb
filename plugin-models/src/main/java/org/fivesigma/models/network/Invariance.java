package org.fivesigma.models.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.models.network.symmetry.Angles;
import org.fivesigma.models.network.symmetry.Move;
import org.fivesigma.models.network.symmetry.Symmetry;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;

/** How much scores change under a symmetry that physics does not notice. */
final class Invariance {
  private static final int EVENTS = 1000;

  private Invariance() {}

  /**
   * For each symmetry the mean |Δscore| between events and changed ones, of single scores and of
   * those averaged over copies.
   */
  static Map<String, Object> report(
      MlpModel model,
      Columns events,
      Angles angles,
      List<Symmetry> kinds,
      Seeds seeds,
      int threads) {
    int rows = Math.min(EVENTS, events.rows());
    int columns = events.names().size();
    float[][] plain = new float[columns][rows];
    for (int c = 0; c < columns; c++) {
      events.read(c, 0, rows, plain[c], 0);
    }
    Columns before = Columns.of(events.names(), plain, rows);
    Map<String, Object> report = new LinkedHashMap<>();
    for (Symmetry kind : kinds) {
      float[][] moved = new float[columns][];
      for (int c = 0; c < columns; c++) {
        moved[c] = plain[c].clone();
      }
      var random = seeds.child(kind.name()).stream("invariance");
      for (int i = 0; i < rows; i++) {
        Move move =
            switch (kind) {
              case PHI_ROTATION -> new Move(2 * Math.PI * random.nextDouble(), false, false);
              case Z_FLIP -> new Move(0, true, false);
              case TRANSVERSE_FLIP -> new Move(0, false, true);
            };
        angles.apply(move, moved, i);
      }
      Columns after = Columns.of(events.names(), moved, rows);
      Map<String, Object> of = new LinkedHashMap<>();
      of.put(
          "single",
          distance(
              model.scores(before, Copies.NONE, threads),
              model.scores(after, Copies.NONE, threads)));
      of.put(
          "averaged",
          distance(
              model.scores(before, model.copies(), threads),
              model.scores(after, model.copies(), threads)));
      report.put(kind.name().toLowerCase(Locale.ROOT), of);
    }
    return report;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }
}
