package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.spec.DataSpec;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.Globs;

/**
 * The classes of an experiment and the class of each event.
 *
 * @param names binary: background first, signal second
 * @param signal index of the signal class
 * @param labels class index per event
 */
record Classes(List<String> names, int signal, int[] labels) {

  /**
   * Reads the classes.
   *
   * @param sourceClass the class that each source declares, if it does
   * @param source source index per event
   */
  static Classes of(
      DataSpec data, EventTable table, List<Optional<String>> sourceClass, int[] source) {
    Optional<Column> column = data.label().flatMap(DataSpec.LabelSpec::column).map(table::column);
    boolean allDeclared = sourceClass.stream().allMatch(Optional::isPresent);
    if (column.isEmpty() && !allDeclared) {
      throw UserError.of("missing-label", "no column holds the class of the events")
          .at("data")
          .hint("add data.label: {column: …, signal: …}, or give every source a class");
    }
    String[] values = new String[table.rows()];
    Map<String, String> shared = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      Optional<String> declared = sourceClass.get(source[i]);
      String v = declared.isPresent() ? declared.get() : column.orElseThrow().text(i);
      values[i] = shared.computeIfAbsent(v, k -> k);
      if (v.isEmpty()) {
        throw UserError.of("missing-label", "the label of selected event " + i + " is missing")
            .at("data.label.column");
      }
    }
    Set<String> occurring = new LinkedHashSet<>(shared.keySet());
    Optional<Map<String, List<Object>>> declared =
        data.label().flatMap(DataSpec.LabelSpec::classes);
    if (declared.isPresent()) {
      return declared(data, declared.get(), values, occurring, table.rows() == 0);
    }
    Optional<List<Object>> signal = data.label().flatMap(DataSpec.LabelSpec::signal);
    boolean onlySources = column.isEmpty();
    if (onlySources
        && !Set.of("signal", "background").containsAll(occurring)
        && occurring.size() > 1) {
      Map<String, List<Object>> bySource = new LinkedHashMap<>();
      sourceClass.forEach(c -> bySource.put(c.orElseThrow(), List.of(c.orElseThrow())));
      return declared(data, bySource, values, occurring, false);
    }
    return binary(values, occurring, signal.orElseGet(() -> impliedSignal(occurring)));
  }

  private static Classes binary(String[] values, Set<String> occurring, List<Object> signal) {
    Set<String> signalValues = new LinkedHashSet<>();
    for (int i = 0; i < signal.size(); i++) {
      Object wanted = signal.get(i);
      List<String> found = occurring.stream().filter(v -> same(wanted, v)).toList();
      if (found.isEmpty()) {
        throw absent(String.valueOf(wanted), occurring)
            .at(signal.size() == 1 ? "data.label.signal" : "data.label.signal[" + i + "]");
      }
      signalValues.addAll(found);
    }
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = signalValues.contains(values[i]) ? 1 : 0;
    }
    Classes classes = new Classes(List.of("background", "signal"), 1, labels);
    classes.requireAll(occurring);
    return classes;
  }

  private static List<Object> impliedSignal(Set<String> occurring) {
    for (List<String> pair :
        List.of(
            List.of("0", "1"),
            List.of("-1", "1"),
            List.of("false", "true"),
            List.of("b", "s"),
            List.of("background", "signal"))) {
      if (pair.containsAll(occurring)) {
        if (occurring.size() < 2) {
          throw oneClass(occurring);
        }
        return List.of(pair.get(1));
      }
    }
    if (occurring.size() == 1) {
      throw oneClass(occurring);
    }
    throw UserError.of(
            "label-values",
            "the label has the values "
                + Listing.of(List.copyOf(occurring))
                + "; which of them is signal is not said")
        .at("data.label")
        .hint("add signal: … (or classes: {…} for more than two)");
  }

  private static UserError oneClass(Set<String> occurring) {
    return UserError.of(
            "one-class",
            "every selected event has the label "
                + Listing.of(List.copyOf(occurring))
                + "; two classes are needed")
        .at("data.label");
  }

  private static Classes declared(
      DataSpec data,
      Map<String, List<Object>> declared,
      String[] values,
      Set<String> occurring,
      boolean empty) {
    List<String> names = new ArrayList<>(declared.keySet());
    Map<String, Integer> classOf = new LinkedHashMap<>();
    List<UserError> errors = new ArrayList<>();
    declared.forEach(
        (name, wantedValues) -> {
          for (Object wanted : wantedValues) {
            List<String> found = occurring.stream().filter(v -> same(wanted, v)).toList();
            if (found.isEmpty() && !empty) {
              String glob = String.valueOf(wanted);
              found = occurring.stream().filter(v -> Globs.matches(glob, v)).toList();
            }
            if (found.isEmpty()) {
              errors.add(
                  absent(String.valueOf(wanted), occurring).at("data.label.classes." + name));
            }
            for (String v : found) {
              Integer before = classOf.put(v, names.indexOf(name));
              if (before != null && before != names.indexOf(name)) {
                errors.add(
                    UserError.of(
                            "label-values",
                            "label value '"
                                + v
                                + "' is in class '"
                                + names.get(before)
                                + "' and in '"
                                + name
                                + "'")
                        .at("data.label.classes." + name));
              }
            }
          }
        });
    List<String> stray = occurring.stream().filter(v -> !classOf.containsKey(v)).toList();
    if (!stray.isEmpty()) {
      errors.add(
          UserError.of("label-values", "label values " + Listing.of(stray) + " are in no class")
              .at("data.label.classes")
              .hint("give them a class, or leave their events out by data.select"));
    }
    ManyErrors.throwIfAny(errors);
    int signal = 0;
    Optional<List<Object>> wantedSignal = data.label().flatMap(DataSpec.LabelSpec::signal);
    if (wantedSignal.isPresent()) {
      String name = String.valueOf(wantedSignal.get().get(0));
      signal = names.indexOf(name);
      if (signal < 0) {
        throw UserError.of(
                "label-values", "the signal class '" + name + "' is not among the classes")
            .at("data.label.signal")
            .hint("classes are " + Listing.of(names));
      }
    }
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classOf.get(values[i]);
    }
    Classes classes = new Classes(names, signal, labels);
    if (names.size() == 2 && signal == 0) {
      int[] swapped = Arrays.stream(labels).map(l -> 1 - l).toArray();
      classes = new Classes(List.of(names.get(1), names.get(0)), 1, swapped);
    }
    classes.requireAll(occurring);
    return classes;
  }

  private void requireAll(Set<String> occurring) {
    long[] counts = new long[names.size()];
    for (int label : labels) {
      counts[label]++;
    }
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] == 0) {
        if (names.size() == 2) {
          throw oneClass(occurring);
        }
        throw UserError.of("empty-class", "class '" + names.get(c) + "' has no events")
            .at("data.label.classes." + names.get(c));
      }
    }
  }

  private static UserError absent(String wanted, Set<String> occurring) {
    UserError error =
        UserError.of("label-values", "no selected event has the label '" + wanted + "'");
    return NearNames.nearest(wanted, List.copyOf(occurring))
        .map(n -> error.hint("did you mean '" + n + "'?"))
        .orElseGet(() -> error.hint("values are " + Listing.of(List.copyOf(occurring))));
  }

  /** Numbers compare as numbers, everything else as text. */
  private static boolean same(Object wanted, String value) {
    if (wanted instanceof Boolean b) {
      String lower = value.toLowerCase(Locale.ROOT);
      return lower.equals(b.toString()) || lower.equals(b ? "1" : "0");
    }
    if (wanted instanceof Number n) {
      try {
        return Double.parseDouble(value) == n.doubleValue();
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return value.equals(String.valueOf(wanted));
  }
}
