package org.fivesigma.data.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import org.fivesigma.spi.explore.Exploration.ClassBalance;
import org.fivesigma.spi.explore.Exploration.Duplicates;
import org.fivesigma.spi.explore.Exploration.Feature;
import org.fivesigma.spi.explore.Explorer;

/** Picks what a person should look at. */
final class Remarks {
  private static final double LEAK = 0.995;
  private static final double MOSTLY = 0.5;
  private static final double DRIFT_PROBABILITY = 1e-3;
  private static final double DRIFT_DISTANCE = 0.02;
  private static final int FEW_EVENTS = 100;
  private static final int EQUAL_SAMPLE = 5000;
  private static final int EQUAL_FEATURES = 300;
  private static final int MOST_NAMED = 6;

  private final List<String> remarks = new ArrayList<>();

  private Remarks() {}

  static List<String> of(
      Explorer.Data data,
      List<ClassBalance> classes,
      List<Feature> features,
      Duplicates duplicates) {
    Remarks remarks = new Remarks();
    remarks.leaks(features);
    remarks.oddities(features);
    remarks.equalColumns(data, features);
    remarks.balance(classes);
    remarks.missing(features, data.features().rows());
    remarks.repeats(duplicates);
    remarks.drift(features);
    return remarks.remarks;
  }

  private void add(String format, Object... values) {
    remarks.add(String.format(Locale.ROOT, format, values));
  }

  private void leaks(List<Feature> features) {
    for (Feature f : features) {
      if (f.separation() > LEAK - 0.5) {
        add(
            "'%s' alone separates the classes with an AUC of %.4f: does it know the label?",
            f.name(), f.auc().getAsDouble());
      }
    }
  }

  /** What does not fit; a missing code that many columns share is said once. */
  private void oddities(List<Feature> features) {
    Map<String, List<String>> codes = new LinkedHashMap<>();
    for (Feature f : features) {
      for (String odd : f.oddities()) {
        Matcher code = Shapes.CODE.matcher(odd);
        if (code.matches()) {
          codes.computeIfAbsent(code.group(1), c -> new ArrayList<>()).add(f.name());
        }
      }
    }
    codes.forEach(
        (code, names) ->
            add(
                "%s stands at the end of the range of %s: a code for missing? (data.missing: [%s])",
                code, listed(names), code));
    for (Feature f : features) {
      for (String odd : f.oddities()) {
        if (!Shapes.CODE.matcher(odd).matches()) {
          add("'%s' %s", f.name(), odd);
        }
      }
    }
  }

  private static String listed(List<String> names) {
    return names.size() <= MOST_NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMED))
            + " and "
            + (names.size() - MOST_NAMED)
            + " more";
  }

  /** Columns that agree in most events, their most frequent values apart. */
  private void equalColumns(Explorer.Data data, List<Feature> features) {
    int rows = data.features().rows();
    int width = Math.min(EQUAL_FEATURES, data.features().names().size());
    int n = Math.min(EQUAL_SAMPLE, rows);
    int[] some = new int[n];
    for (int i = 0; i < n; i++) {
      some[i] = (int) ((long) i * rows / n);
    }
    float[][] values = new float[width][n];
    var sample = data.features().select(some);
    for (int f = 0; f < width; f++) {
      sample.read(f, 0, n, values[f], 0);
    }
    for (int f = 0; f < width; f++) {
      float usual = mode(values[f]);
      for (int g = f + 1; g < width; g++) {
        int both = 0;
        int equal = 0;
        boolean varies = false;
        for (int i = 0; i < n; i++) {
          if (!Float.isNaN(values[f][i])
              && !Float.isNaN(values[g][i])
              && !(values[f][i] == usual && values[g][i] == usual)) {
            both++;
            equal += values[f][i] == values[g][i] ? 1 : 0;
            varies |= values[f][i] != values[f][0] && values[f][i] != Math.rint(values[f][i]);
          }
        }
        if (varies && both >= 50 && equal > MOSTLY * both) {
          add(
              "'%s' equals '%s' in %.0f %% of the events",
              features.get(f).name(), features.get(g).name(), 100.0 * equal / both);
        }
      }
    }
  }

  /** The most frequent value; NaN if none occurs twice. */
  private static float mode(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    float mode = Float.NaN;
    int most = 1;
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[from]) {
        if (i - from > most && !Float.isNaN(sorted[from])) {
          most = i - from;
          mode = sorted[from];
        }
        from = i;
      }
    }
    return mode;
  }

  private void balance(List<ClassBalance> classes) {
    for (ClassBalance c : classes) {
      if (c.events() == 0) {
        add("the class '%s' has no events", c.name());
      } else if (c.events() < FEW_EVENTS) {
        add("the class '%s' has only %d events", c.name(), c.events());
      } else if (c.effective() < FEW_EVENTS) {
        add(
            "the class '%s' tells as much as %.0f events (%d events)",
            c.name(), c.effective(), c.events());
      }
      if (c.negative() > 0) {
        add(
            "%d events (%.1f %%) of '%s' have a negative weight",
            c.negative(), 100.0 * c.negative() / c.events(), c.name());
      }
      if (c.events() > 0 && c.sumOfWeights() <= 0) {
        add("the weights of '%s' add up to %s", c.name(), c.sumOfWeights());
      }
    }
  }

  private void missing(List<Feature> features, int rows) {
    for (Feature f : features) {
      if (f.missing() > MOSTLY * rows && f.missing() < rows) {
        add("'%s' is missing in %.0f %% of the events", f.name(), 100.0 * f.missing() / rows);
      }
    }
    List<String> constant =
        features.stream().filter(f -> f.distinct() == 1).map(Feature::name).toList();
    if (constant.size() <= MOST_NAMED) {
      constant.forEach(name -> add("'%s' is constant", name));
    } else {
      add("%d features are constant: %s", constant.size(), listed(constant));
    }
  }

  private void repeats(Duplicates duplicates) {
    if (duplicates.rows() > 0) {
      add("%d events repeat all features of an earlier one", duplicates.rows());
    }
    if (duplicates.acrossClasses() > 0) {
      add("%d of them are of another class", duplicates.acrossClasses());
    }
    if (duplicates.ids() > 0) {
      add("%d events have the id of an earlier one", duplicates.ids());
    }
  }

  private void drift(List<Feature> features) {
    for (Feature f : features) {
      if (f.driftProbability().isPresent()
          && f.driftProbability().getAsDouble() < DRIFT_PROBABILITY / Math.max(1, features.size())
          && f.drift().getAsDouble() > DRIFT_DISTANCE) {
        add(
            "'%s' differs between train and test: distance %.3f, chance %.1e",
            f.name(), f.drift().getAsDouble(), f.driftProbability().getAsDouble());
      }
    }
  }
}
