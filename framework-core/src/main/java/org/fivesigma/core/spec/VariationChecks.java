package org.fivesigma.core.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules of the blocks {@code momenta} and {@code systematics}. */
final class VariationChecks {
  private final Reporting report;

  VariationChecks(Reporting report) {
    this.report = report;
  }

  void momenta(Map<String, Experiment.MomentumSpec> momenta) {
    Map<String, String> owner = new HashMap<>();
    momenta.forEach(
        (name, momentum) -> {
          String path = "momenta." + name;
          if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            report.add(
                path,
                "bad-name",
                "a momentum's name is part of column names: letters, digits, '_'");
          }
          if (momentum.mass().isPresent() && momentum.e().isPresent()) {
            report.add(
                path + ".e", "exclusive-keys", "a momentum has a mass or an energy, not both");
          }
          Map<String, String> columns = new HashMap<>();
          columns.put("pt", momentum.pt());
          columns.put("phi", momentum.phi());
          momentum.eta().ifPresent(c -> columns.put("eta", c));
          momentum.mass().ifPresent(c -> columns.put("mass", c));
          momentum.e().ifPresent(c -> columns.put("e", c));
          for (String part : List.of("pt", "eta", "phi", "mass", "e")) {
            String column = columns.get(part);
            String before = column == null ? null : owner.putIfAbsent(column, name + "." + part);
            if (before != null) {
              report.add(
                  path + "." + part,
                  "repeated-column",
                  "column '" + column + "' is " + before + " already");
            }
          }
        });
  }

  void systematics(Map<String, Experiment.Systematic> systematics, boolean reweighted) {
    systematics.forEach(
        (name, systematic) -> {
          String path = "systematics." + name;
          if (name.isBlank() || name.contains("/")) {
            report.add(
                path, "bad-name", "a systematic's name is part of metric keys and may hold no '/'");
          }
          boolean varied = systematic.up().isPresent() || systematic.down().isPresent();
          if (varied == systematic.yieldOf().isPresent()) {
            report.add(
                path,
                "exclusive-keys",
                "a systematic has up and down, or yield and relative",
                "such as {up: {weight: w_up}, down: {weight: w_down}} or {yield: background, relative: 0.2}");
          }
          if (systematic.yieldOf().isPresent() != systematic.relative().isPresent()) {
            report.add(path, "missing-key", "yield and relative belong together");
          }
          variation(path + ".up", systematic.up());
          variation(path + ".down", systematic.down());
          if (reweighted) {
            ownSources(path + ".up", systematic.up());
            ownSources(path + ".down", systematic.down());
          }
        });
  }

  private void ownSources(String path, Optional<Experiment.Variation> variation) {
    if (variation.isPresent() && !variation.get().source().isEmpty()) {
      report.add(
          path + ".source",
          "not-available",
          "a variation with files of its own cannot be combined with reweight: the weights are"
              + " learned event by event for the files of data.source, those of other files have"
              + " none",
          "vary the events by set or weight, or write the reweighted weights of the varied files"
              + " into a column first");
    }
  }

  private void variation(String path, Optional<Experiment.Variation> variation) {
    if (variation.isEmpty()) {
      return;
    }
    if (variation.get().set().isEmpty()
        && variation.get().weight().isEmpty()
        && variation.get().source().isEmpty()) {
      report.add(path, "missing-key", "a variation needs set, weight or source");
    }
    List<String> blank = new ArrayList<>();
    variation
        .get()
        .set()
        .forEach(
            (k, sql) -> {
              if (sql.isBlank()) {
                blank.add(k);
              }
            });
    blank.forEach(
        k -> report.add(path + ".set." + k, "empty-expression", "'" + k + "' has no expression"));
  }
}
