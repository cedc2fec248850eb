package org.fivesigma.tracking.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.MlflowApi.ServerExperiment;

/**
 * Columns of the experiment's table of runs: results, and what varies among runs. MLflow shows none
 * of them by itself; they are kept as a shared view of the experiment, which a link can ask for.
 */
final class ExperimentColumns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TAG = "mlflow.sharedViewState." + Connection.VIEW;
  private static final List<String> ALWAYS = List.of("attributes.`Source`", "attributes.`Models`");
  private static final int MOST = 12;

  private final Connection server;

  ExperimentColumns(Connection server) {
    this.server = server;
  }

  /** Adds columns to those that are there, up to a number that a screen can hold. */
  void add(String experiment, List<String> metrics, List<String> params) throws DeliveryException {
    Set<String> wanted = new LinkedHashSet<>();
    metrics.forEach(key -> wanted.add("metrics.`" + key + "`"));
    params.forEach(key -> wanted.add("params.`" + key + "`"));
    if (!server.newColumns(experiment, wanted)) {
      return;
    }
    Optional<ServerExperiment> found = server.runs().experiment(experiment);
    if (found.isEmpty()) {
      return;
    }
    Set<String> columns = columns(found.get());
    int before = columns.size();
    columns.addAll(ALWAYS);
    columns.addAll(wanted);
    if (columns.size() > before) {
      ObjectNode state = JSON.createObjectNode();
      columns.stream().limit(MOST).forEach(state.withArray("selectedColumns")::add);
      server.runs().tagExperiment(found.get().id(), TAG, state.toString());
    }
  }

  /** Whether an experiment has such columns. */
  static boolean in(ServerExperiment experiment) {
    return experiment.tags().containsKey(TAG);
  }

  private static Set<String> columns(ServerExperiment experiment) {
    Set<String> columns = new LinkedHashSet<>();
    try {
      JSON.readTree(experiment.tags().getOrDefault(TAG, "{}"))
          .path("selectedColumns")
          .forEach(column -> columns.add(column.asText()));
    } catch (JsonProcessingException e) {
      // Somebody else's; ours replaces it.
      columns.clear();
    }
    return columns;
  }
}
