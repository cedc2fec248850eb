package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fivesigma.core.spec.DataSpec;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Rounded;

/**
 * The expected sums of weights, and the rescaling of a part to them.
 *
 * @param group what is rescaled together: the class of each event, or its process where the yields
 *     name processes
 * @param names names of the groups
 * @param totals the full sum of each group
 * @param asIs whether nothing is ever rescaled
 * @param declared whether the file names yields
 */
public record Yields(
    int[] group, List<String> names, double[] totals, boolean asIs, boolean declared) {

  /**
   * Decides groups and totals.
   *
   * @param weights policy weights of every selected event
   * @param used the rows of all parts: others are in no total
   */
  static Yields of(
      DataSpec data,
      double[] weights,
      int[] labels,
      List<String> classes,
      int[] process,
      List<String> processes,
      int[] used) {
    Optional<DataSpec.Yields> spec = data.yields();
    boolean asIs = spec.flatMap(DataSpec.Yields::policy).isPresent();
    Map<String, Double> sums = spec.map(DataSpec.Yields::sums).orElse(Map.of());
    boolean byProcess =
        !sums.isEmpty()
            && sums.keySet().stream().anyMatch(k -> !classes.contains(k) && processes.contains(k));
    List<String> names = byProcess ? processes : classes;
    int[] group = byProcess ? process : labels;
    double[] totals = Sums.by(group, names.size(), weights, used);
    Map<String, Double> declared = new TreeMap<>(sums);
    List<UserError> mistakes = new ArrayList<>(negative(weights, labels, classes, used));
    for (Map.Entry<String, Double> e : declared.entrySet()) {
      int index = names.indexOf(e.getKey());
      if (index < 0) {
        mistakes.add(unknown(e.getKey(), byProcess, classes, processes));
      } else {
        totals[index] = e.getValue();
      }
    }
    ManyErrors.throwIfAny(mistakes);
    return new Yields(group, names, totals, asIs, !sums.isEmpty());
  }

  /** A process may sum to less than nothing (an interference), a class may not. */
  private static List<UserError> negative(
      double[] weights, int[] labels, List<String> classes, int[] used) {
    List<UserError> mistakes = new ArrayList<>();
    double[] sums = Sums.by(labels, classes.size(), weights, used);
    for (int c = 0; c < sums.length; c++) {
      if (sums[c] < 0) {
        mistakes.add(
            UserError.of(
                    "negative-class",
                    "the weights of class '"
                        + classes.get(c)
                        + "' sum to "
                        + Rounded.plain(sums[c])
                        + "; a class needs a positive sum")
                .at("data.weight")
                .hint(
                    "a process with a negative sum, such as an interference, belongs in a class"
                        + " with the process it interferes with"));
      }
    }
    return mistakes;
  }

  private static UserError unknown(
      String name, boolean byProcess, List<String> classes, List<String> processes) {
    String key = "data.yields." + name;
    if (byProcess && classes.contains(name)) {
      return UserError.of(
              "unknown-yield", "'" + name + "' is a class, but other yields name processes")
          .at(key)
          .hint("name classes or processes, not both; processes are " + Listing.of(processes));
    }
    List<String> known = new ArrayList<>(classes);
    processes.stream().filter(p -> !known.contains(p)).forEach(known::add);
    return UserError.of("unknown-yield", "'" + name + "' is neither a class nor a process")
        .at(key)
        .hint(NearNames.hint(name, known).orElse("there are " + Listing.of(known)));
  }

  /**
   * The weights of some rows, each group scaled to its full total.
   *
   * @return one weight per row of {@code rows}
   * @throws UserError when a group that should have a sum weighs nothing there
   */
  double[] rescaled(double[] weights, int[] rows, String part) {
    double[] result = new double[rows.length];
    double[] factor = factors(weights, rows, part);
    for (int i = 0; i < rows.length; i++) {
      result[i] = weights[rows[i]] * factor[group[rows[i]]];
    }
    return result;
  }

  /** The factor of each group in a part; 1 under as_is. */
  double[] factors(double[] weights, int[] rows, String part) {
    double[] factor = new double[names.size()];
    java.util.Arrays.fill(factor, 1);
    if (asIs) {
      return factor;
    }
    double[] sums = Sums.by(group, names.size(), weights, rows);
    boolean[] present = new boolean[names.size()];
    for (int row : rows) {
      present[group[row]] = true;
    }
    for (int g = 0; g < factor.length; g++) {
      if (present[g] && totals[g] != 0 && sums[g] * Math.signum(totals[g]) <= 0) {
        throw UserError.of(
                "zero-weights",
                "the weights of '"
                    + names.get(g)
                    + "' in part "
                    + part
                    + " sum to "
                    + (sums[g] == 0 ? "zero" : String.valueOf(sums[g]))
                    + ", so they cannot be scaled to "
                    + totals[g])
            .at("data.weight");
      }
      factor[g] = present[g] && sums[g] != 0 ? totals[g] / sums[g] : 1;
    }
    return factor;
  }

  /** How bootstrap replicas of a part are rescaled; not at all under as_is. */
  public Rescaling rescaling(int[] rows) {
    if (asIs) {
      return Rescaling.none();
    }
    int[] groups = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      groups[i] = group[rows[i]];
    }
    return Rescaling.to(groups, totals);
  }
}
