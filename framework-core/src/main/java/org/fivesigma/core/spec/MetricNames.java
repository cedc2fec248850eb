package org.fivesigma.core.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.bind.Binder;
import org.fivesigma.core.spec.bind.Catalogue;
import org.fivesigma.core.spec.bind.Defaults;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Kinds;

/** Checks metric keys such as {@code valid/auc} against the metrics installed. Thread-safe. */
final class MetricNames {
  private final PluginCatalog catalog;
  private final Map<String, Configured<Metric>> named;
  private final Map<String, Optional<Metric>> made = new ConcurrentHashMap<>();

  /** A block that holds one metric, to make it with its defaults. */
  record One(@Option(description = "The metric.") Configured<Metric> metric) {}

  MetricNames(PluginCatalog catalog) {
    this(catalog, Map.of());
  }

  private MetricNames(PluginCatalog catalog, Map<String, Configured<Metric>> named) {
    this.catalog = catalog;
    this.named = named;
  }

  /** The same with the metrics that an experiment gave names of their own. */
  MetricNames with(List<Configured<Metric>> metrics) {
    Map<String, Configured<Metric>> own = new LinkedHashMap<>();
    metrics.stream().filter(m -> !ids().contains(m.id())).forEach(m -> own.put(m.id(), m));
    return own.isEmpty() ? this : new MetricNames(catalog, own);
  }

  List<String> ids() {
    List<String> ids = new ArrayList<>(catalog.ids(Kinds.METRIC));
    ids.addAll(named.keySet());
    return ids;
  }

  /** The metric with its default options; empty where it needs some. */
  Optional<Metric> standard(String id) {
    return made.computeIfAbsent(id, this::make);
  }

  private Optional<Metric> make(String id) {
    if (named.containsKey(id)) {
      return Optional.of(named.get(id).create());
    }
    Node.Mapping block = (Node.Mapping) Defaults.parse("metric: " + id);
    return new Binder(catalog, Catalogue.standard(), new Problems(), Path.of(""))
        .bind(One.class, block)
        .value()
        .map(one -> one.metric().create());
  }

  boolean hasCut(String id) {
    return standard(id).map(Metric::hasCut).orElse(false);
  }

  /**
   * Checks a key that training or a study looks at: the part is one of these, the metric exists and
   * has a direction.
   */
  void check(String key, String path, Set<String> parts, Reporting report) {
    String[] pieces = key.split("/", 3);
    List<String> allowed = parts.stream().sorted().toList();
    if (pieces.length < 2 || pieces[1].isEmpty()) {
      report.add(
          path,
          "bad-metric-key",
          "'" + key + "' is no metric of a part",
          "such as valid/auc or valid/loss");
      return;
    }
    if (!parts.contains(pieces[0])) {
      report.unknown(
          path,
          "bad-metric-key",
          pieces[0].equals("test")
              ? "the test part may steer nothing: '" + key + "'"
              : "'" + pieces[0] + "' of '" + key + "' must be " + String.join(" or ", allowed),
          pieces[0],
          allowed);
      return;
    }
    if (!ids().contains(pieces[1])) {
      report.unknown(
          path, "unknown-metric", "there is no metric '" + pieces[1] + "'", pieces[1], ids());
      return;
    }
    String detail = pieces.length == 3 ? pieces[2] : "";
    Optional<Metric> metric = standard(pieces[1]);
    if (metric.isPresent() && metric.get().direction(detail) == Direction.NONE) {
      report.add(
          path,
          "undirected-metric",
          "'" + key + "' is neither to be made large nor small, so it cannot be watched");
    }
  }
}
