package org.fivesigma.data.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says in words what a distribution looks like and what does not fit a column's name. */
final class Shapes {
  private static final int FEW_VALUES = 30;
  private static final double SPIKE = 0.05;
  private static final double CODE_SHARE = 0.005;

  /** The clause of a value that may be a code for missing; its group is the value. */
  static final Pattern CODE = Pattern.compile("holds (\\S+) in .* at the end of its range: .*");

  private final String name;
  private final SortedValues values;
  private final SortedValues.Runs runs;
  private final boolean whole;

  Shapes(String name, SortedValues values, SortedValues.Runs runs) {
    this.name = name;
    this.values = values;
    this.runs = runs;
    this.whole = allWhole(values);
  }

  private static boolean allWhole(SortedValues values) {
    for (int i = 0; i < values.size(); i++) {
      float v = values.value(i);
      if (v != Math.rint(v)) {
        return false;
      }
    }
    return true;
  }

  /** The shape in a few words. */
  String shape() {
    if (values.size() == 0) {
      return "no values";
    }
    if (runs.distinct() == 1) {
      return "constant";
    }
    if (runs.distinct() <= FEW_VALUES) {
      return "discrete, " + runs.distinct() + " values";
    }
    double share = (double) runs.modeCount() / values.size();
    String spike =
        share > SPIKE && !whole
            ? String.format(
                Locale.ROOT, ", spike at %s (%.1f %%)", number(runs.mode()), 100 * share)
            : "";
    return (whole ? "integers, " : "") + body() + spike;
  }

  private String body() {
    double low = values.quantile(0);
    double high = values.quantile(1);
    double largest = 0;
    for (int k = 1; k < 200; k++) {
      double expected = low + (high - low) * k / 200.0;
      largest = Math.max(largest, Math.abs(values.quantile(k / 200.0) - expected) / (high - low));
    }
    if (largest < 0.02) {
      return "uniform";
    }
    double median = values.quantile(0.5);
    double right =
        (values.quantile(0.99) - median) / Math.max(1e-30, values.quantile(0.75) - median);
    double left =
        (median - values.quantile(0.01)) / Math.max(1e-30, median - values.quantile(0.25));
    if (right > 8 || left > 8) {
      return "heavy-tailed"
          + (right > 2 * left ? " to the right" : left > 2 * right ? " to the left" : "");
    }
    if (right > 1.6 * left) {
      return "skewed to the right";
    }
    return left > 1.6 * right ? "skewed to the left" : "symmetric";
  }

  /** What does not fit, each a clause without the column's name. */
  List<String> oddities() {
    List<String> odd = new ArrayList<>();
    if (values.size() == 0) {
      odd.add("has no value at all");
      return odd;
    }
    double low = values.value(0);
    double high = values.value(values.size() - 1);
    String lower = name.toLowerCase(Locale.ROOT);
    boolean centrality = lower.contains("centrality");
    boolean difference =
        lower.contains("delta") || lower.contains("prod") || lower.contains("deta");
    if (lower.matches(".*(^|_)eta(_.*|[0-9]*)$") && !centrality && !difference) {
      if (Math.max(Math.abs(low), Math.abs(high)) > 15) {
        odd.add("holds " + range(low, high) + ": a pseudorapidity lies within ±10");
      } else if (whole && runs.distinct() > 2) {
        odd.add("holds whole numbers only: a pseudorapidity is continuous");
      }
    }
    if (lower.matches(".*(^|_)phi(_.*|[0-9]*)$") && !centrality) {
      if (Math.max(Math.abs(low), Math.abs(high)) > 6.3) {
        odd.add(
            "holds "
                + range(low, high)
                + ": an azimuth in radians lies within ±π"
                + (high <= 360.5 && low >= -360.5 && high > 7 ? " (degrees?)" : ""));
      } else if (whole && runs.distinct() > 2) {
        odd.add("holds whole numbers only: an azimuth is continuous");
      }
    }
    boolean angle = lower.matches(".*(phi|eta)[0-9]*$");
    if (lower.matches(".*(^|_)(pt|et|energy|mass|ht)(_.*|[0-9]*)$")
        && !angle
        && !centrality
        && !difference
        && low < 0) {
      odd.add("holds " + number((float) low) + ": transverse momenta and masses are not negative");
    }
    if (lower.matches(".*(^|_)(n|num|njets?)(_.*|[0-9]*)$") && !lower.contains("norm")) {
      if (!whole) {
        odd.add("holds fractions: a number of objects is whole");
      } else if (high > 60) {
        odd.add("holds " + range(low, high) + ": that many objects are unlikely");
      }
    }
    code(odd, low, high);
    return odd;
  }

  private void code(List<String> odd, double low, double high) {
    if (whole || runs.distinct() <= 2) {
      return;
    }
    for (double extreme : new double[] {low, high}) {
      if (extreme == 0 || extreme == 1 || extreme != Math.rint(extreme)) {
        continue;
      }
      long count = 0;
      if (extreme == low) {
        while (count < values.size() && values.value((int) count) == extreme) {
          count++;
        }
      } else {
        while (count < values.size() && values.value(values.size() - 1 - (int) count) == extreme) {
          count++;
        }
      }
      double share = (double) count / values.size();
      if (share >= CODE_SHARE) {
        odd.add(
            String.format(
                Locale.ROOT,
                "holds %s in %.1f %% of the events, at the end of its range: a code for missing?"
                    + " (data.missing)",
                number((float) extreme),
                100 * share));
      }
    }
  }

  private static String range(double low, double high) {
    return number((float) low) + " to " + number((float) high);
  }

  static String number(float value) {
    return value == Math.rint(value) && Math.abs(value) < 1e7
        ? Long.toString((long) value)
        : Float.toString(value);
  }
}
