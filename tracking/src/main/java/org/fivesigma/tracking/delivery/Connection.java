package org.fivesigma.tracking.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.fivesigma.tracking.client.ArtifactApi;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.DeliveryException.Refused;
import org.fivesigma.tracking.client.MlflowApi;
import org.fivesigma.tracking.client.MlflowApi.ServerExperiment;
import org.fivesigma.tracking.client.MlflowHttp;
import org.fivesigma.tracking.client.ModelApi;

/** One server as all runs of a session share it: its calls, and what was found out about it. */
public final class Connection {
  /** The key of the view of an experiment's runs with our columns. */
  static final String VIEW = "fivesigma";

  private static final int INPUT_ATTEMPTS = 4;

  private final Object inputs = new Object();
  private final MlflowApi runs;
  private final ArtifactApi artifacts;
  private final ModelApi models;
  private final Map<String, ServerExperiment> experiments = new ConcurrentHashMap<>();
  private final Map<String, String> serverIds = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> columns = new ConcurrentHashMap<>();
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private final Consumer<String> log;

  /** Asks nothing yet. */
  public Connection(MlflowHttp http, Consumer<String> log) {
    this.runs = new MlflowApi(http);
    this.artifacts = new ArtifactApi(http);
    this.models = new ModelApi(http);
    this.log = log;
  }

  MlflowApi runs() {
    return runs;
  }

  ArtifactApi artifacts() {
    return artifacts;
  }

  ModelApi models() {
    return models;
  }

  /** Says a line to the user, the same one once only. */
  void sayOnce(String line) {
    if (said.add(line)) {
      log.accept("tracking: " + line);
    }
  }

  /**
   * The experiment of this name, made if need be.
   *
   * @throws Refused where somebody deleted it
   */
  ServerExperiment experiment(String name) throws DeliveryException {
    ServerExperiment known = experiments.get(name);
    if (known != null) {
      return known;
    }
    ServerExperiment found = runs.experimentOrNew(name);
    if (found.deleted()) {
      throw new Refused(
          400,
          "",
          "experiment '"
              + name
              + "' was deleted on "
              + runs.http().server()
              + ": restore it there, or name another by tracking.experiment");
    }
    experiments.put(name, found);
    return found;
  }

  /**
   * Logs inputs. The server makes a dataset for the first run that has it, and fails when two do so
   * at the same moment: in this process they wait for each other, and another process is tried
   * again.
   */
  void logInputs(String runId, ArrayNode datasets) throws DeliveryException {
    synchronized (inputs) {
      for (int attempt = 1; ; attempt++) {
        try {
          runs.logInputs(runId, datasets);
          return;
        } catch (Refused e) {
          if (attempt == INPUT_ATTEMPTS || !e.conflict()) {
            throw e;
          }
        }
      }
    }
  }

  /** Forgets experiments, which may have been deleted meanwhile. */
  void forget() {
    experiments.clear();
  }

  /** Remembers the server's id of a run. */
  void learn(String ourId, String serverId) {
    serverIds.put(ourId, serverId);
  }

  /** The server's id of a run with this id of ours; empty where it has none. */
  String serverId(String experimentId, String ourId) throws DeliveryException {
    String known = serverIds.get(ourId);
    if (known != null) {
      return known;
    }
    for (var run : runs.find(experimentId, ourId)) {
      if (!run.deleted()) {
        serverIds.put(ourId, run.id());
        return run.id();
      }
    }
    return "";
  }

  /** Asks for something small; returns when the server answered. */
  public void ping() throws DeliveryException {
    runs.experiment("Default");
  }

  /** Remembers columns of an experiment's table; whether any of them was new. */
  boolean newColumns(String experiment, Set<String> wanted) {
    return columns.computeIfAbsent(experiment, e -> ConcurrentHashMap.newKeySet()).addAll(wanted);
  }

  /** What to open in a browser for an experiment: its runs, with our columns where it has them. */
  public URI page(String name) throws DeliveryException {
    ServerExperiment experiment = runs.experimentOrNew(name);
    String page = runs.http().server().page(experiment.id(), "runs").toString();
    return URI.create(
        ExperimentColumns.in(experiment) ? page + "&viewStateShareKey=" + VIEW : page);
  }
}
