package org.fivesigma.core.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Trial;

/** What a study found, for {@code study.json}, the report and the console. */
public final class StudySummary {
  private static final int BEST = 10;

  private StudySummary() {}

  /** Finished trials, the best first; of equals the earlier. */
  public static List<Trial> ranked(List<Trial> trials, boolean maximise) {
    return trials.stream()
        .filter(t -> t.state() == Trial.State.FINISHED && !Double.isNaN(t.value()))
        .sorted(
            Comparator.comparingDouble((Trial t) -> maximise ? -t.value() : t.value())
                .thenComparing(Trial::number))
        .toList();
  }

  /** One line on a trial that has ended. */
  public static String line(
      Trial ended, List<Trial> all, int total, boolean maximise, double seconds) {
    long done = all.stream().filter(t -> t.state() != Trial.State.RUNNING).count();
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "trial %d (%d of %d) ", ended.number(), done, total));
    if (ended.state() == Trial.State.FAILED) {
      return line.append("failed: ").append(ended.reason()).toString();
    }
    line.append(String.format(Locale.ROOT, "%.6g", ended.value()));
    if (ended.state() == Trial.State.PRUNED) {
      line.append(" (").append(ended.reason()).append(')');
    }
    ranked(all, maximise).stream()
        .findFirst()
        .ifPresent(
            best ->
                line.append(
                    best.number() == ended.number()
                        ? ", the best so far"
                        : String.format(
                            Locale.ROOT, ", best %.6g (trial %d)", best.value(), best.number())));
    line.append(String.format(Locale.ROOT, ", %.1f s:", seconds));
    ended
        .params()
        .forEach((path, value) -> line.append(' ').append(path).append('=').append(text(value)));
    return line.toString();
  }

  private static String text(Object value) {
    return value instanceof Double d
        ? String.format(Locale.ROOT, "%.4g", d)
        : String.valueOf(value);
  }

  /** Lines of a table of the ten best trials. */
  public static List<String> table(List<Trial> ranked) {
    List<String> lines = new ArrayList<>();
    for (Trial t : ranked.subList(0, Math.min(BEST, ranked.size()))) {
      StringBuilder line =
          new StringBuilder(
              String.format(Locale.ROOT, "  trial %3d  %-10.6g", t.number(), t.value()));
      t.params()
          .forEach((path, value) -> line.append("  ").append(path).append('=').append(text(value)));
      lines.add(line.toString());
    }
    return lines;
  }

  /**
   * The content of {@code study.json}: counts, the best trial, its value on the test part and the
   * difference (optimism), importance of parameters, the best ten.
   *
   * @param testValue the objective's metric on the test part; NaN where there is none
   */
  public static Map<String, Object> of(
      List<Parameter> space,
      boolean maximise,
      String objective,
      String sampler,
      List<Trial> trials,
      double testValue) {
    List<Trial> ranked = ranked(trials, maximise);
    Trial best = ranked.get(0);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("objective", objective);
    summary.put("direction", maximise ? "maximise" : "minimise");
    summary.put("sampler", sampler);
    summary.put("trials", (long) trials.size());
    for (Trial.State state : Trial.State.values()) {
      long count = trials.stream().filter(t -> t.state() == state).count();
      if (count > 0) {
        summary.put(state.name().toLowerCase(Locale.ROOT), count);
      }
    }
    summary.put("best_trial", (long) best.number());
    summary.put("best_value", best.value());
    if (!Double.isNaN(testValue)) {
      summary.put("test_value", testValue);
      summary.put("optimism", maximise ? best.value() - testValue : testValue - best.value());
    }
    summary.put("importance", ParameterImportance.of(space, ranked));
    List<Object> logarithmic = new ArrayList<>();
    for (Parameter p : space) {
      if (ParameterImportance.logarithmic(p.domain())) {
        logarithmic.add(p.path());
      }
    }
    summary.put("logarithmic", logarithmic);
    List<Object> top = new ArrayList<>();
    for (Trial t : ranked.subList(0, Math.min(BEST, ranked.size()))) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("trial", (long) t.number());
      row.put("value", t.value());
      row.put("params", t.params());
      top.add(row);
    }
    summary.put("best_ten", top);
    return summary;
  }
}
