package org.fivesigma.core.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Globs;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.ModelSpec;

/** Rules that join several blocks of an experiment, as far as they can be checked without data. */
final class ExperimentChecks {
  private final Sketch sketch;
  private final Reporting report;
  private final MetricNames metrics;
  private final List<String> plots;

  /**
   * Checks.
   *
   * @param plots ids of the plots that can be drawn, {@code *} at the end for a family; empty: any
   */
  ExperimentChecks(
      MetricNames metrics,
      List<String> plots,
      Sketch sketch,
      Node.Mapping resolved,
      Problems problems) {
    this.plots = plots;
    this.sketch = sketch;
    this.report = new Reporting(resolved, problems);
    this.metrics = metrics;
  }

  void run() {
    name();
    devices();
    sketch.data().ifPresent(data -> new DataChecks(data, report).run());
    VariationChecks variations = new VariationChecks(report);
    sketch.momenta().ifPresent(variations::momenta);
    sketch
        .systematics()
        .ifPresent(systematics -> variations.systematics(systematics, sketch.isReweighted()));
    Optional<List<String>> parts = sketch.split().flatMap(this::split);
    sketch.evaluate().ifPresent(this::metrics);
    sketch.evaluate().ifPresent(this::plots);
    MetricNames named =
        metrics.with(sketch.evaluate().flatMap(Experiment.EvaluateSpec::metrics).orElse(List.of()));
    report.resolved().get("model").ifPresent(model -> monitors(named, model, "model"));
    sketch.model().ifPresent(model -> model(model, parts));
    sketch.tune().ifPresent(tune -> new TuneChecks(tune, named, report).run());
  }

  private void name() {
    if (sketch.name().isEmpty()) {
      return;
    }
    String name = sketch.name().get();
    if (name.isBlank()
        || name.startsWith(".")
        || name.codePoints().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
        || name.length() > 100) {
      report.add(
          "name",
          "bad-name",
          "the name is a folder's name: not empty, at most 100 characters, no '/', not beginning with '.'");
    }
  }

  private void devices() {
    List<String> devices = sketch.device();
    if (report.resolved().get("device").orElse(null) instanceof Node.Seq named
        && named.items().isEmpty()) {
      report.add(
          "device", "unknown-device", "no device is named: expected auto, cpu, cuda or cuda:1");
    }
    for (int i = 0; i < devices.size(); i++) {
      String device = devices.get(i);
      if (!device.matches("auto|cpu|cuda(:[0-9]{1,3})?")) {
        report.add(
            devices.size() == 1 ? "device" : "device[" + i + "]",
            "unknown-device",
            "'" + device + "' is no device: expected auto, cpu, cuda or cuda:1",
            device.startsWith("gpu") ? Optional.of("did you mean 'cuda'?") : Optional.empty());
      } else if (device.equals("auto") && devices.size() > 1) {
        report.add("device[" + i + "]", "unknown-device", "auto stands alone, not in a list");
      }
    }
  }

  private Optional<List<String>> split(Experiment.SplitSpec spec) {
    Split split;
    try {
      split = spec.rule().create();
    } catch (UserError e) {
      report.add(e.under("split"));
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>(split.partNames());
    parts.add("train");
    List<String> sealed = spec.sealed();
    for (int i = 0; i < sealed.size(); i++) {
      String part = sealed.get(i);
      if (part.equals("train") || part.equals("valid")) {
        report.add(
            "split.sealed[" + i + "]",
            "sealed-part",
            "'" + part + "' is needed for training and cannot be sealed");
      } else if (!parts.contains(part)) {
        report.unknown(
            "split.sealed[" + i + "]",
            "unknown-part",
            "the split makes no part '" + part + "'",
            part,
            parts);
      }
    }
    return Optional.of(parts);
  }

  private void metrics(Experiment.EvaluateSpec evaluate) {
    int classes = sketch.data().map(d -> DataChecks.classNames(d).size()).orElse(2);
    List<Configured<Metric>> chosen = evaluate.metrics().orElse(List.of());
    Set<String> ids = new HashSet<>();
    List<String> withCut = new ArrayList<>();
    List<String> known = new ArrayList<>(metrics.ids());
    for (int i = 0; i < chosen.size(); i++) {
      String path = "evaluate.metrics[" + i + "]";
      String id = chosen.get(i).id();
      if (!ids.add(id)) {
        report.add(
            path,
            "repeated-metric",
            "'" + id + "' is listed twice, and both would be test/" + id,
            "give one of them a name: {type: " + id + ", name: " + id + "_2, ...}");
      }
      String type = evaluate.named().orElseThrow().get(i).metric().id();
      if (!id.equals(type) && (!id.matches("[a-z][a-z0-9_]*") || known.contains(id))) {
        report.add(
            path + ".name",
            "bad-name",
            known.contains(id)
                ? "'" + id + "' is another metric"
                : "a metric's name is part of metric keys: small letters, digits and '_'");
      }
      try {
        Metric metric = chosen.get(i).create();
        metric.refuses(classes).ifPresent(why -> report.add(path, "metric-classes", why));
        if (metric.hasCut()) {
          withCut.add(id);
        }
      } catch (UserError e) {
        report.add(e.under(path));
      }
    }
    if (chosen.isEmpty()) {
      metrics.ids().stream().filter(metrics::hasCut).forEach(withCut::add);
    }
    evaluate
        .cut()
        .filter(cut -> !withCut.contains(cut))
        .ifPresent(
            cut ->
                report.unknown(
                    "evaluate.cut",
                    "unknown-cut",
                    known.contains(cut)
                        ? "metric '" + cut + "' chooses no cut, or is not among evaluate.metrics"
                        : "there is no metric '" + cut + "'",
                    cut,
                    withCut));
    decisions(chosen, withCut);
  }

  private void plots(Experiment.EvaluateSpec evaluate) {
    List<String> chosen = evaluate.plots();
    for (int i = 0; i < chosen.size(); i++) {
      String id = chosen.get(i);
      String path = chosen.size() == 1 ? "evaluate.plots" : "evaluate.plots[" + i + "]";
      boolean word = id.equals("default") || id.equals("none");
      if (id.equals("none") && chosen.size() > 1) {
        report.add(path, "unknown-plot", "none stands alone, not in a list");
      } else if (!word
          && !plots.isEmpty()
          && plots.stream()
              .noneMatch(
                  p ->
                      p.equals(id)
                          || (p.endsWith("*") && id.startsWith(p.substring(0, p.length() - 1))))) {
        report.unknown(path, "unknown-plot", "there is no plot '" + id + "'", id, plots);
      }
    }
  }

  /** Metrics of decisions may name the metric whose cut decides. */
  private void decisions(List<Configured<Metric>> chosen, List<String> withCut) {
    for (int i = 0; i < chosen.size(); i++) {
      try {
        Optional<String> from = chosen.get(i).create().cutFrom();
        if (from.isPresent()
            && !from.get().equals(Metric.CHOSEN_CUT)
            && !withCut.contains(from.get())) {
          report.unknown(
              "evaluate.metrics[" + i + "].at",
              "unknown-cut",
              "'" + from.get() + "' is no metric of this experiment with a cut",
              from.get(),
              withCut);
        }
      } catch (UserError e) {
        return; // reported by metrics()
      }
    }
  }

  /** Every {@code monitor} of a model block names a metric of train or valid. */
  private void monitors(MetricNames named, Node node, String path) {
    if (node instanceof Node.Seq seq) {
      for (int i = 0; i < seq.items().size(); i++) {
        monitors(named, seq.items().get(i), path + "[" + i + "]");
      }
    } else if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        String key = entry.key().text();
        if (key.equals("monitor")
            && entry.value() instanceof Node.Scalar scalar
            && !scalar.text().equals("none")) {
          named.check(scalar.text(), path + ".monitor", Set.of("train", "valid"), report);
        } else {
          monitors(named, entry.value(), path + "." + key);
        }
      }
    }
  }

  private void model(ModelSpec model, Optional<List<String>> parts) {
    List<String> globs = sketch.data().flatMap(DataSpec::features).orElse(List.of());
    List<String> used = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    sketch
        .momenta()
        .orElse(Map.of())
        .forEach(
            (name, momentum) -> {
              List<String> own = columnsOf(momentum);
              List<String> kept = Globs.select(globs, own).names();
              if (!kept.isEmpty()) {
                used.add(name);
                columns.addAll(own);
                own.stream().filter(c -> !kept.contains(c)).forEach(dropped::add);
              }
            });
    Trainer.TrainingPlan plan =
        new Trainer.TrainingPlan(
            used,
            columns,
            dropped,
            globs.stream().filter(g -> !g.matches("!.*|.*[*?].*")).toList(),
            sketch.data().map(d -> DataChecks.classNames(d).size() > 2).orElse(false),
            sketch.device(),
            parts.map(p -> p.contains("valid")).orElse(true));
    try {
      Trainer trainer = model.trainer().create();
      trainer.check(plan).forEach(error -> report.add(error.under("model")));
      if (sketch.tune().filter(t -> t.refitOn().equals("train+valid")).isPresent()) {
        trainer.checkRefit().forEach(error -> report.add(error.under("model")));
      }
    } catch (UserError e) {
      report.add(e.under("model"));
    }
  }

  private static List<String> columnsOf(Experiment.MomentumSpec momentum) {
    List<String> columns = new ArrayList<>(List.of(momentum.pt()));
    momentum.eta().ifPresent(columns::add);
    columns.add(momentum.phi());
    momentum.mass().ifPresent(columns::add);
    momentum.e().ifPresent(columns::add);
    return columns;
  }
}
