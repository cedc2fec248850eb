package org.fivesigma.core.spec.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.fivesigma.core.spec.yaml.YamlWriter;
import org.fivesigma.spi.data.ColumnType;

/**
 * Writes a commented experiment for a data file: what each column seems to be is guessed from its
 * name and values, and every guess says that it is one.
 */
public final class ExperimentDraft {
  private static final List<List<String>> BINARY =
      List.of(
          List.of("0", "1"),
          List.of("-1", "1"),
          List.of("false", "true"),
          List.of("b", "s"),
          List.of("background", "signal"));
  private static final int MOST_CLASSES = 20;
  private static final String SIGNAL = "(?i)s|sig|signal.*|true|yes";

  private final String path;
  private final String type;
  private final List<String> trees;
  private final List<ColumnSummary> columns;
  private final long rows;
  private final StringBuilder out = new StringBuilder();

  private ExperimentDraft(
      String path, String type, List<String> trees, List<ColumnSummary> columns, long rows) {
    this.path = path;
    this.type = type;
    this.trees = List.copyOf(trees);
    this.columns = List.copyOf(columns);
    this.rows = rows;
  }

  /**
   * The text of an experiment.
   *
   * @param path of the data, as the file shall name it
   * @param type id of the source
   * @param trees of a ROOT file, where they are named: several are the classes
   * @param rows how many rows the summaries are of
   */
  public static String of(
      String path, String type, List<String> trees, List<ColumnSummary> columns, long rows) {
    return new ExperimentDraft(path, type, trees, columns, rows).write();
  }

  private String write() {
    Optional<ColumnSummary> label = trees.size() > 1 ? Optional.empty() : label();
    Optional<ColumnSummary> weight = weight(label);
    Optional<ColumnSummary> id = id();
    line(
        "# Drafted from "
            + rows
            + " rows of "
            + columns.size()
            + " columns. Every choice below is a guess: please check it.");
    line("# Check the file: ./fivesigma validate FILE      run it: ./fivesigma run FILE");
    line("data:");
    source();
    missing(label, weight);
    if (trees.size() < 2) {
      label(label);
    }
    weight.ifPresent(
        w ->
            line(
                "  weight: "
                    + name(w)
                    + (w.negative() > 0
                        ? "    # "
                            + w.negative()
                            + " are negative\n"
                            + "  negative_weights: {fit: abs, evaluate: keep}    # trees train on positive ones only"
                        : "")));
    if (weight.isEmpty()) {
      line("  # weight: COLUMN            # physics weight of an event; 1 where there is none");
    }
    id.ifPresent(c -> line("  id: " + name(c)));
    if (id.isEmpty()) {
      line("  # id: COLUMN                # what identifies an event; the row where there is none");
    }
    features(label, weight, id);
    line(
        "  # yields: {signal: 100, background: 10000}    # expected sums of weights; default: those of the data");
    line("");
    line("split: {type: stratified, fractions: {train: 0.7, valid: 0.15, test: 0.15}}");
    line("");
    line("model:");
    line("  type: xgboost               # or mlp, logistic, ...: ./fivesigma plugins model");
    line("  eta: 0.1");
    line("  num_boost_round: 500");
    line("  early_stopping: {monitor: valid/auc, patience: 20}");
    line("");
    boolean several = trees.size() > 2 || label.map(l -> l.distinct() > 2).orElse(false);
    line("evaluate: {metrics: [auc, " + (several ? "accuracy" : "ams") + "]}");
    return out.toString();
  }

  private void source() {
    String file = "{type: " + type + ", path: " + YamlWriter.quote(path);
    if (trees.size() < 2) {
      String tree =
          trees.stream().map(t -> ", tree: " + YamlWriter.quote(t)).findFirst().orElse("");
      line("  source: " + file + tree + "}");
      return;
    }
    line("  source:                     # each tree is a class");
    Optional<String> signal =
        trees.stream().filter(t -> lower(t).matches(".*(sig|higgs).*|s")).findFirst();
    for (String tree : trees) {
      String named = tree;
      if (trees.size() == 2 && signal.isPresent()) {
        named = tree.equals(signal.get()) ? "signal" : "background";
      }
      line("    - " + file + ", tree: " + YamlWriter.quote(tree) + ", class: " + text(named) + "}");
    }
    if (trees.size() > 2) {
      line("  label:");
      line("    classes:                  # class: [values]");
      trees.forEach(tree -> line("      " + text(tree) + ": [" + text(tree) + "]"));
      line("    # signal: CLASS           # default: the first");
    } else if (signal.isEmpty()) {
      line("  label: {signal: " + text(trees.get(0)) + "}");
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String name(ColumnSummary column) {
    return text(column.name());
  }

  private static String text(String text) {
    return text.matches("[A-Za-z_][A-Za-z0-9_]*") && !text.matches("(?i)true|false|null|yes|no")
        ? text
        : YamlWriter.quote(text);
  }

  private Optional<ColumnSummary> first(List<Predicate<ColumnSummary>> tests) {
    for (Predicate<ColumnSummary> test : tests) {
      Optional<ColumnSummary> found = columns.stream().filter(test).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static String lower(ColumnSummary column) {
    return lower(column.name());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean few(ColumnSummary column) {
    return column.distinct() >= 2 && column.distinct() <= MOST_CLASSES;
  }

  private Optional<ColumnSummary> label() {
    return first(
        List.of(
            c -> few(c) && lower(c).matches("labels?|targets?|class|is_?signal|signal|y"),
            c -> few(c) && lower(c).matches(".*(label|target|class|is_?signal).*"),
            c -> few(c) && c.type() == ColumnType.TEXT && pair(c).isPresent(),
            c -> few(c) && lower(c).matches("process|sample|category"),
            c -> c.distinct() == 2 && lower(c).matches("type|truth|s|sig|tag|kind"),
            c -> c.distinct() == 2 && c.type() == ColumnType.TEXT,
            only(c -> few(c) && pair(c).isPresent()),
            only(c -> few(c) && c.type() == ColumnType.TEXT)));
  }

  /** A test that only one column may pass. */
  private Predicate<ColumnSummary> only(Predicate<ColumnSummary> test) {
    return test.and(c -> columns.stream().filter(test).count() == 1);
  }

  private Optional<ColumnSummary> weight(Optional<ColumnSummary> label) {
    Predicate<ColumnSummary> numeric = c -> c.type().numeric() && label.filter(c::equals).isEmpty();
    return first(
        List.of(
            numeric.and(c -> lower(c).matches("weights?|w")),
            numeric.and(c -> lower(c).matches(".*weights?")),
            numeric.and(c -> lower(c).contains("weight")),
            numeric.and(
                c -> lower(c).matches("(mc|gen|evt|event)[ _-]?w|w[ _-]?(mc|gen|evt|event)"))));
  }

  private Optional<ColumnSummary> id() {
    return first(
        List.of(
            c ->
                (c.type() == ColumnType.INTEGER || c.type() == ColumnType.TEXT)
                    && lower(c).matches("(event_?)?(id|number)|event|.*event_?(id|number)|index")));
  }

  /** Values by which the classes are known without being told, background first. */
  private static Optional<List<String>> pair(ColumnSummary column) {
    Set<String> values = new TreeSet<>(column.values());
    return BINARY.stream().filter(p -> values.equals(new TreeSet<>(p))).findFirst();
  }

  private void missing(Optional<ColumnSummary> label, Optional<ColumnSummary> weight) {
    Set<Long> codes = new TreeSet<>();
    List<String> where = new ArrayList<>();
    for (ColumnSummary column : columns) {
      boolean special =
          label.filter(column::equals).isPresent() || weight.filter(column::equals).isPresent();
      if (!special && column.type().numeric() && column.minimumLooksMissing(rows)) {
        codes.add((long) column.min());
        where.add(column.name());
      }
    }
    if (codes.isEmpty()) {
      line("  # missing: [-999]           # numbers that mean \"missing\"; none was found");
    } else {
      String seen =
          where.size() > 3
              ? String.join(", ", where.subList(0, 3)) + ", ..."
              : String.join(", ", where);
      line("  missing: " + codes + "    # seen in " + comment(seen));
    }
  }

  private static String comment(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private void label(Optional<ColumnSummary> label) {
    if (label.isEmpty()) {
      line(
          "  label: {column: label, signal: 1}    # no column looks like a label: name it, and the value of signal");
      return;
    }
    ColumnSummary column = label.get();
    if (column.distinct() == 2) {
      Optional<List<String>> pair = pair(column);
      String signal =
          pair.map(p -> p.get(1))
              .or(() -> column.values().stream().filter(v -> v.matches(SIGNAL)).findFirst())
              .orElse(column.values().get(column.values().size() - 1));
      line(
          "  label: {column: "
              + name(column)
              + ", signal: "
              + value(column, signal)
              + "}    # values seen: "
              + comment(String.join(", ", column.values())));
      return;
    }
    line("  label:");
    line("    column: " + name(column));
    line("    classes:                  # class: [values]");
    for (String value : column.values()) {
      String named =
          value.matches("[A-Za-z_][A-Za-z0-9_]*")
              ? value
              : "class_" + value.replaceAll("[^A-Za-z0-9]", "_");
      line("      " + text(named) + ": [" + value(column, value) + "]");
    }
    line("    # signal: CLASS           # default: the first");
  }

  private static String value(ColumnSummary column, String value) {
    return column.type() == ColumnType.TEXT ? text(value) : value;
  }

  private void features(
      Optional<ColumnSummary> label, Optional<ColumnSummary> weight, Optional<ColumnSummary> id) {
    line("  features:                   # what the model sees");
    List<String> left = new ArrayList<>();
    int named = 0;
    for (ColumnSummary column : columns) {
      boolean used =
          label.filter(column::equals).isPresent()
              || weight.filter(column::equals).isPresent()
              || id.filter(column::equals).isPresent();
      boolean leaks = lower(column).matches(".*(label|weight|target|class).*");
      if (used) {
        continue;
      }
      if (!column.type().numeric()) {
        left.add(column.name() + " (text)");
      } else if (leaks) {
        left.add(column.name() + " (its name suggests that it tells the class)");
      } else if (column.distinct() == 1) {
        left.add(column.name() + " (one value only)");
      } else {
        line("    - " + name(column));
        named++;
      }
    }
    if (named == 0) {
      line("    - \"*\"");
    }
    left.forEach(l -> line("    # left out: " + comment(l)));
  }
}
