package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.events.WeightTable;
import org.fivesigma.core.spec.Experiment;

/** What became of the rows that were read: nothing is dropped silently. */
final class RowAccount {
  private RowAccount() {}

  /** Lines for the user: rows read, selected and unused, negative weights, the sums by part. */
  static List<String> lines(Experiment experiment, EventData data) {
    long read = data.accounts().stream().mapToLong(a -> a.rowsRead()).sum();
    List<String> lines = new ArrayList<>();
    lines.add(
        read
            + " rows read, "
            + data.rows()
            + " selected, "
            + data.unused()
            + " in no part; "
            + data.features().names().size()
            + " features; classes "
            + String.join(", ", data.classes()));
    if (data.negative() > 0) {
      lines.add(
          data.negative()
              + " events have a negative weight; fitted with "
              + experiment.data().negativeWeights().forFit()
              + ", evaluated with "
              + experiment.data().negativeWeights().forEvaluate());
    }
    lines.addAll(WeightTable.of(data).lines());
    return lines;
  }
}
