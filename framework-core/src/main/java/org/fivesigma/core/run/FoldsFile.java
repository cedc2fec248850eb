package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.evaluate.Evaluation;
import org.fivesigma.core.evaluate.Evaluator;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.spi.data.Split;

/**
 * {@code folds.json}: of a k-fold split the metrics of each fold, its model on its own events of
 * valid and test, which are rescaled to the yields by themselves, at the cuts of the whole run. How
 * far the folds differ tells how far a result hangs on the events that were trained on.
 */
final class FoldsFile {
  private static final List<String> PARTS = List.of("valid", "test");

  private FoldsFile() {}

  /**
   * Writes the file; nothing for a split of one fold.
   *
   * @param scores of the unions of all folds
   * @param evaluator without error bars: those of the whole run are the ones to quote
   * @param whole the evaluation of the unions
   */
  static void write(
      RunFolder folder, EventData data, RunScores scores, Evaluator evaluator, Evaluation whole) {
    if (data.folds().size() < 2) {
      return;
    }
    Map<String, Double> cuts = new LinkedHashMap<>();
    whole.cuts().forEach((id, chosen) -> chosen.cut().ifPresent(cut -> cuts.put(id, cut)));
    Map<String, Object> folds = new LinkedHashMap<>();
    for (int f = 0; f < data.folds().size(); f++) {
      List<ScoredPart> parts = parts(data, data.folds().get(f), scores);
      folds.put(
          String.format("fold-%02d", f),
          MetricsFile.json(evaluator.evaluateAt(parts, cuts).values()));
    }
    AtomicFiles.write(folder.file("folds.json"), Json.text(folds));
  }

  private static List<ScoredPart> parts(EventData data, Split.Fold fold, RunScores scores) {
    List<ScoredPart> parts = new ArrayList<>();
    for (ScoredPart union : scores.parts()) {
      int[] rows = fold.parts().getOrDefault(union.name(), new int[0]);
      if (PARTS.contains(union.name()) && rows.length > 0) {
        double[] own = pick(union, scores.rows().get(union.name()), rows, data.rows());
        parts.add(ScoredParts.of(data, union.name(), rows, own));
      }
    }
    return parts;
  }

  /** The scores of some of a part's events. */
  private static double[] pick(ScoredPart part, int[] all, int[] wanted, int events) {
    int outputs = part.scores().length / part.rows();
    int[] place = new int[events];
    Arrays.fill(place, -1);
    for (int i = 0; i < all.length; i++) {
      place[all[i]] = i;
    }
    double[] scores = new double[wanted.length * outputs];
    for (int i = 0; i < wanted.length; i++) {
      System.arraycopy(part.scores(), place[wanted[i]] * outputs, scores, i * outputs, outputs);
    }
    return scores;
  }
}
