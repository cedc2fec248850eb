package org.fivesigma.core.spec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.data.SourceSpec;

/** Rules of the block {@code data}. */
final class DataChecks {
  private final DataSpec data;
  private final Reporting report;

  DataChecks(DataSpec data, Reporting report) {
    this.data = data;
    this.report = report;
  }

  void run() {
    sources();
    label();
    columns();
    yields();
  }

  /**
   * Class names as far as the file tells them: those declared, those of the sources, or background
   * and signal.
   */
  static List<String> classNames(DataSpec data) {
    Optional<Map<String, List<Object>>> declared =
        data.label().flatMap(DataSpec.LabelSpec::classes);
    if (declared.isPresent()) {
      return List.copyOf(declared.get().keySet());
    }
    boolean column = data.label().flatMap(DataSpec.LabelSpec::column).isPresent();
    boolean signal = data.label().flatMap(DataSpec.LabelSpec::signal).isPresent();
    Set<String> names = new LinkedHashSet<>();
    data.source().forEach(s -> s.className().ifPresent(names::add));
    boolean own =
        !column
            && !signal
            && names.size() > 1
            && !Set.of("signal", "background").containsAll(names);
    return own ? List.copyOf(names) : List.of("background", "signal");
  }

  private String source(int index) {
    return "data.source[" + index + "]";
  }

  private void sources() {
    if (data.source().isEmpty()) {
      report.add("data.source", "missing-source", "the list of sources is empty");
    }
    for (int i = 0; i < data.source().size(); i++) {
      SourceSpec source = data.source().get(i);
      String path = source(i);
      if (source.crossSection().isPresent() && data.luminosity().isEmpty()) {
        report.add(
            path + ".cross_section",
            "missing-luminosity",
            "a cross-section needs data.luminosity, in 1/pb");
      }
      if (source.generated().isPresent() && source.crossSection().isEmpty()) {
        report.add(
            path + ".generated",
            "missing-cross-section",
            "generated means nothing without cross_section");
      }
      if (source.crossSection().isPresent()
          && source.rows().isPresent()
          && source.generated().isEmpty()) {
        report.add(
            path + ".rows",
            "missing-generated",
            "rows cuts this source short, so the sum of generated weights cannot be taken from it",
            "give it as generated");
      }
      if (source.weight().isPresent()
          && !(source.weight().get() instanceof String)
          && !(source.weight().get() instanceof Number)) {
        report.add(
            path + ".weight", "wrong-type", "'weight' of a source is a column's name or a number");
      }
    }
  }

  private void label() {
    Optional<DataSpec.LabelSpec> label = data.label();
    boolean column = label.flatMap(DataSpec.LabelSpec::column).isPresent();
    if (!column && data.source().stream().anyMatch(s -> s.className().isEmpty())) {
      report.add(
          label.isPresent() ? "data.label" : "data",
          "missing-label",
          "no column holds the class of the events",
          "add data.label: {column: ..., signal: ...}, or give every source a class");
    }
    label.flatMap(DataSpec.LabelSpec::signal).ifPresent(this::values);
    label.flatMap(DataSpec.LabelSpec::classes).ifPresent(c -> classes(label.get(), c));
  }

  private void values(List<Object> signal) {
    if (signal.isEmpty()) {
      report.add("data.label.signal", "label-values", "no value is named");
    }
    for (int i = 0; i < signal.size(); i++) {
      Object value = signal.get(i);
      if (value == null || value instanceof List || value instanceof Map) {
        report.add(
            "data.label.signal[" + i + "]",
            "wrong-type",
            "a label value is a text, a number or a boolean");
      }
    }
  }

  private void classes(DataSpec.LabelSpec label, Map<String, List<Object>> classes) {
    if (classes.size() < 2) {
      report.add("data.label.classes", "label-values", "at least two classes are needed");
    }
    Map<String, String> classOf = new HashMap<>();
    classes.forEach(
        (name, values) -> {
          String path = "data.label.classes." + name;
          if (name.isBlank() || name.contains("/")) {
            report.add(
                path, "bad-name", "a class's name is part of metric keys and may hold no '/'");
          }
          if (values.isEmpty()) {
            report.add(path, "label-values", "class '" + name + "' names no label values");
          }
          for (int i = 0; i < values.size(); i++) {
            String before = classOf.putIfAbsent(String.valueOf(values.get(i)), name);
            if (before != null) {
              report.add(
                  path + "[" + i + "]",
                  "label-values",
                  before.equals(name)
                      ? "label value '" + values.get(i) + "' is named twice"
                      : "label value '" + values.get(i) + "' is in class '" + before + "' already");
            }
          }
        });
    label
        .signal()
        .ifPresent(
            signal -> {
              if (signal.size() != 1) {
                report.add(
                    "data.label.signal",
                    "label-values",
                    "with classes, signal is the name of one class");
              } else if (!classes.containsKey(String.valueOf(signal.get(0)))) {
                report.unknown(
                    "data.label.signal",
                    "label-values",
                    "the signal class '" + signal.get(0) + "' is not among the classes",
                    String.valueOf(signal.get(0)),
                    classes.keySet());
              }
            });
  }

  private void columns() {
    data.derive()
        .forEach(
            (name, sql) -> {
              String path = "data.derive." + name;
              if (name.equals("row")) {
                report.addKey(
                    path, "reserved-name", "the column row is built in", Optional.empty());
              }
              if (sql.isBlank()) {
                report.add(path, "empty-expression", "'" + name + "' has no expression");
              }
            });
    data.select()
        .filter(String::isBlank)
        .ifPresent(s -> report.add("data.select", "empty-expression", "the condition is empty"));
    data.features().ifPresent(this::features);
    if (data.id().isEmpty()) {
      report.add("data.id", "missing-column", "no column is named");
    }
    repeated("data.id", data.id());
    repeated("data.spectators", data.spectators());
  }

  private void features(List<String> features) {
    if (features.isEmpty()) {
      report.add("data.features", "no-features", "no column is named as a feature");
    }
    repeated("data.features", features);
    Map<String, String> taken = new HashMap<>();
    data.label().flatMap(DataSpec.LabelSpec::column).ifPresent(c -> taken.put(c, "the label"));
    data.weight().ifPresent(c -> taken.put(c, "the weight"));
    for (int i = 0; i < features.size(); i++) {
      String use = taken.get(features.get(i));
      if (use != null) {
        report.add(
            "data.features[" + i + "]",
            "leaking-feature",
            "'" + features.get(i) + "' is " + use + ", which a model may not see");
      }
    }
  }

  private void repeated(String path, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i))) {
        report.add(
            path + "[" + i + "]", "repeated-column", "'" + names.get(i) + "' is listed twice");
      }
    }
  }

  private void yields() {
    if (data.yields().isEmpty()) {
      return;
    }
    DataSpec.Yields yields = data.yields().get();
    if (yields.policy().isPresent() && !yields.sums().isEmpty()) {
      report.add("data.yields", "exclusive-keys", "yields are numbers, or as_is, not both");
    }
    boolean processes =
        data.process().isPresent() || data.source().stream().anyMatch(s -> s.process().isPresent());
    List<String> classes = classNames(data);
    yields
        .sums()
        .forEach(
            (name, sum) -> {
              if (sum <= 0) {
                report.add(
                    "data.yields." + name,
                    "out-of-range",
                    "an expected sum of weights is greater than 0");
              }
              if (!processes && !classes.contains(name)) {
                report.addKey(
                    "data.yields." + name,
                    "unknown-yield",
                    "'" + name + "' is no class, and no process is declared",
                    NearNames.hint(name, classes)
                        .or(() -> Optional.of("classes are " + String.join(", ", classes))));
              }
            });
  }
}
