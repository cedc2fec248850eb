package org.fivesigma.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.metric.Rounded;

/**
 * The result in words: the main values with errors, the cut, and whether the model is overtrained.
 */
final class Verdict {
  private Verdict() {}

  static String of(Map<String, Object> metrics) {
    List<String> sentences = new ArrayList<>();
    for (String metric : List.of("auc", "ams", "fom", "accuracy")) {
      Object m = metrics.get("test/" + metric);
      double value = RunFiles.number(m, "value");
      if (!Double.isNaN(value)) {
        double error = RunFiles.number(m, "std_error");
        double cut = RunFiles.number(metrics.get("test/" + metric + "/cut"), "value");
        sentences.add(
            "<strong>test "
                + Page.escape(metric)
                + " "
                + Rounded.withError(value, error)
                + "</strong>"
                + (Double.isNaN(cut)
                    ? ""
                    : " at the cut " + Rounded.plain(cut) + ", chosen on valid"));
      }
    }
    bootstrapped(metrics).ifPresent(sentences::add);
    overtraining(metrics).ifPresent(sentences::add);
    return sentences.isEmpty() ? "" : "<p>" + String.join(".<br>\n", sentences) + ".</p>\n";
  }

  /** The three numbers of a cut that was chosen by bootstrap. */
  private static java.util.Optional<String> bootstrapped(Map<String, Object> metrics) {
    return metrics.keySet().stream()
        .filter(key -> key.startsWith("valid/") && key.endsWith("/mean"))
        .findFirst()
        .map(key -> key.substring("valid/".length(), key.length() - "/mean".length()))
        .map(
            metric ->
                "Bootstrapped "
                    + Page.escape(metric)
                    + " on valid: overall "
                    + value(metrics, "valid/" + metric + "/overall")
                    + ", mean "
                    + value(metrics, "valid/" + metric + "/mean")
                    + ", at the mean cut "
                    + value(metrics, "valid/" + metric));
  }

  private static String value(Map<String, Object> metrics, String key) {
    return Rounded.plain(RunFiles.number(metrics.get(key), "value"));
  }

  private static java.util.Optional<String> overtraining(Map<String, Object> metrics) {
    double train = RunFiles.number(metrics.get("train/auc"), "value");
    double test = RunFiles.number(metrics.get("test/auc"), "value");
    double error =
        Math.hypot(
            RunFiles.number(metrics.get("train/auc"), "std_error"),
            RunFiles.number(metrics.get("test/auc"), "std_error"));
    if (Double.isNaN(train) || Double.isNaN(test)) {
      return java.util.Optional.empty();
    }
    double gap = train - test;
    String numbers = "train AUC " + Rounded.plain(train) + ", test AUC " + Rounded.plain(test);
    if (Double.isNaN(error)) {
      return java.util.Optional.of("Overtraining: " + numbers + " (no errors were computed)");
    }
    return java.util.Optional.of(
        gap > 2 * error
            ? "Overtraining: the model knows its training events better ("
                + numbers
                + "); quote the test part only"
            : "Overtraining: none seen within errors (" + numbers + ")");
  }
}
