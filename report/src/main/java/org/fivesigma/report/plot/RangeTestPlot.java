package org.fivesigma.report.plot;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.report.RunFiles;
import org.fivesigma.report.figure.Figure;

/** The range test of {@code lr_find}, or of a network that was told to find its learning rate. */
final class RangeTestPlot {
  private RangeTestPlot() {}

  static Figure of(RunFiles files) throws IOException {
    Figure f = new Figure("lr_find", "Learning-rate range test", "learning rate", "smoothed loss");
    Map<String, Object> facts = files.json("facts.json");
    Object own = facts.get("range_test");
    Object test =
        own == null && facts.get("models") instanceof Map<?, ?> m ? m.get("range_test") : own;
    double[] rates = RunFiles.numbers(test, "rates");
    if (rates.length > 0) {
      f.logX();
      f.line("lowest fold", rates, RunFiles.numbers(test, "low"), 5, true);
      f.line("highest fold", rates, RunFiles.numbers(test, "high"), 5, true);
      f.line("median of folds", rates, RunFiles.numbers(test, "median"), 0, false);
      double suggestion = RunFiles.number(test, "suggestion");
      f.vertical(String.format(Locale.ROOT, "suggestion %.3g", suggestion), suggestion, 1);
    }
    return f;
  }
}
