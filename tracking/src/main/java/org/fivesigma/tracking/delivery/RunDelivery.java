package org.fivesigma.tracking.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.DeliveryException.Refused;
import org.fivesigma.tracking.client.MlflowApi.ServerExperiment;
import org.fivesigma.tracking.client.Point;
import org.fivesigma.tracking.client.ServerRun;
import org.fivesigma.tracking.content.ContentReader;
import org.fivesigma.tracking.content.RunContent;
import org.fivesigma.tracking.content.RunContent.Artifact;
import org.fivesigma.tracking.content.RunNames;
import org.fivesigma.tracking.content.RunTags;
import org.fivesigma.tracking.spool.RunFacts;
import org.fivesigma.tracking.spool.SpoolEvent;

/**
 * One run on one server. {@link #send} passes events on while the run goes; {@link #complete}
 * compares the run folder with the server and sends what is missing, so that whatever failed before
 * is made good. Used by one thread at a time.
 */
final class RunDelivery {
  /** The run tag with the folder's checksum and the time of its last complete delivery. */
  static final String SYNCED_TAG = "fivesigma.synced";

  /** Of runs with one id, left behind by lost answers: the one to keep. */
  private static final Comparator<ServerRun> FULLEST_FIRST =
      Comparator.comparing(ServerRun::deleted)
          .thenComparing(r -> !r.tags().containsKey(SYNCED_TAG))
          .thenComparing(r -> -r.metrics().size())
          .thenComparing(ServerRun::id);

  /** Where the content of a run that is over comes from. */
  interface Source {
    /** Reads everything, by names that are used already. */
    RunContent read(RunNames names) throws IOException;
  }

  private final Connection server;
  private final RunFacts facts;
  private final Source source;
  private final RunNames names = new RunNames();
  private final Set<Point.Identity> acknowledged = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private ServerRun run;
  private String sentTo = "";
  private boolean fresh;
  private boolean parametersSent;

  RunDelivery(Connection server, RunFacts facts, Source source) {
    this.server = server;
    this.facts = facts;
    this.source = source;
  }

  /** The run that a folder holds. */
  static RunDelivery of(Connection server, Path folder, RunFacts facts) {
    return new RunDelivery(server, facts, names -> new ContentReader(folder, facts, names).read());
  }

  /** What the server did not take, a line each; complete deliveries begin anew. */
  List<String> problems() {
    return problems;
  }

  /**
   * The run on the server, found or made; empty where somebody deleted it there.
   *
   * @throws Refused where its whole experiment was deleted
   */
  Optional<ServerRun> attach() throws DeliveryException {
    if (run == null) {
      run = findOrCreate();
      server.learn(facts.id(), run.id());
    }
    if (run.deleted()) {
      server.forget();
      server.experiment(facts.experiment());
      return Optional.empty();
    }
    return Optional.of(run);
  }

  private ServerRun findOrCreate() throws DeliveryException {
    ServerExperiment experiment = server.experiment(facts.experiment());
    List<ServerRun> found = new ArrayList<>(server.runs().find(experiment.id(), facts.id()));
    if (!found.isEmpty()) {
      found.sort(FULLEST_FIRST);
      ServerRun kept = found.get(0);
      removeTwins(kept, found);
      if (!kept.id().equals(sentTo)) {
        startOver(kept, false);
      }
      return kept;
    }
    Map<String, String> tags = new LinkedHashMap<>();
    names.tags(new RunTags(facts, new ObjectMapper().createObjectNode()).all(), tags);
    parentTag(experiment.id(), tags);
    ServerRun created =
        server.runs().createRun(experiment.id(), facts.name(), facts.started(), tags);
    startOver(created, true);
    return created;
  }

  /** Another run than the one that was sent to so far: what that one has counts no more. */
  private void startOver(ServerRun other, boolean created) {
    sentTo = other.id();
    acknowledged.clear();
    parametersSent = false;
    fresh = created;
  }

  /** A creation whose answer was lost leaves a second run behind. */
  private void removeTwins(ServerRun kept, List<ServerRun> found) throws DeliveryException {
    for (ServerRun other : found) {
      if (!other.id().equals(kept.id()) && !other.deleted()) {
        server.runs().delete(other.id());
      }
    }
  }

  private void parentTag(String experimentId, Map<String, String> tags) throws DeliveryException {
    if (facts.parent().isPresent()) {
      String parent = server.serverId(experimentId, facts.parent().get());
      if (!parent.isEmpty()) {
        tags.put("mlflow.parentRunId", parent);
      }
    }
  }

  /** Says that the run goes on, for one that had ended before it was resumed. */
  void running() throws DeliveryException {
    if (attach().isPresent() && !run.running()) {
      server.runs().update(run.id(), "RUNNING", Optional.empty());
    }
  }

  /** Passes events on; when this returns the server has them. */
  void send(List<SpoolEvent> events) throws DeliveryException {
    if (attach().isEmpty()) {
      return;
    }
    List<Point> points = new ArrayList<>();
    Map<String, String> params = new LinkedHashMap<>();
    Map<String, String> tags = new LinkedHashMap<>();
    if (!parametersSent) {
      names.params(facts.parameters(), params);
    }
    for (SpoolEvent event : events) {
      if (event instanceof SpoolEvent.Metric m) {
        points.add(new Point(names.metric(m.key()), m.value(), m.step(), m.time()));
      } else if (event instanceof SpoolEvent.Param p) {
        names.params(Map.of(p.key(), p.value()), params);
      } else if (event instanceof SpoolEvent.Tag t) {
        names.tags(Map.of(t.key(), t.value()), tags);
      }
    }
    Batches batches = batches();
    sendParams(params, batches);
    parametersSent = true;
    batches.tags(tags);
    batches.points(points);
    points.forEach(p -> acknowledged.add(p.identity()));
  }

  private Batches batches() {
    return new Batches(server.runs(), run.id(), this::problem);
  }

  private void problem(String line) {
    problems.add(line);
    server.sayOnce(line);
  }

  /** A value given once stays: a server refuses another. */
  private long sendParams(Map<String, String> params, Batches batches) throws DeliveryException {
    Map<String, String> missing = new LinkedHashMap<>();
    params.forEach(
        (key, value) -> {
          String there = run.params().get(key);
          if (there == null) {
            missing.put(key, value);
          } else if (!there.equals(value)) {
            server.sayOnce(
                "parameter '" + key + "' stays " + there + " on the server; it is now " + value);
          }
        });
    batches.params(missing);
    run.params().putAll(missing);
    return missing.size();
  }

  /**
   * Makes the server hold what the run folder holds.
   *
   * @return how many points, parameters, tags and files it lacked
   */
  long complete() throws DeliveryException, IOException {
    problems.clear();
    run = null;
    if (attach().isEmpty()) {
      server.sayOnce(
          "run " + facts.name() + " was deleted on the server; restore it there to send it again");
      return 0;
    }
    String experimentId = run.experimentId();
    // A file that changes from here on is newer than this and will be sent next time.
    Instant now = Instant.now();
    RunContent content = source.read(names);
    String[] synced = run.tags().getOrDefault(SYNCED_TAG, "").split(" ", 2);
    if (synced[0].equals(content.digest()) && !run.running()) {
      return 0;
    }
    Batches batches = batches();
    long sent = sendParams(content.params(), batches);
    Map<String, String> tags = new LinkedHashMap<>(content.tags());
    parentTag(experimentId, tags);
    tags.entrySet().removeIf(tag -> tag.getValue().equals(run.tags().get(tag.getKey())));
    batches.tags(tags);
    sent += tags.size();
    sent += sendPoints(content.points(), batches);
    sent += sendDatasets(content.datasets());
    sent += sendFiles(content.files(), instant(synced.length > 1 ? synced[1] : ""));
    sent += new ModelDelivery(server, run, facts, this::problem).send(content);
    sent += new FoldRuns(server, facts, this::problem).send(content);
    server.runs().update(run.id(), content.status(), Optional.of(content.ended()));
    if (facts.parent().isEmpty()) {
      new ExperimentNote(server, facts).write(run, content);
    }
    List<String> varied =
        facts.parent().isEmpty() ? List.of() : content.params().keySet().stream().sorted().toList();
    new ExperimentColumns(server).add(facts.experiment(), content.mainMetrics(), varied);
    acknowledged.clear();
    if (problems.isEmpty()) {
      batches.tags(Map.of(SYNCED_TAG, content.digest() + " " + now));
    }
    return sent;
  }

  private long sendPoints(List<Point> points, Batches batches) throws DeliveryException {
    if (!fresh) {
      // Another process may have sent points; what the server has is asked for key by key.
      Map<String, Set<Point.Identity>> histories = new HashMap<>();
      for (Point point : points) {
        if (run.metrics().contains(point.key()) && !histories.containsKey(point.key())) {
          histories.put(point.key(), server.runs().history(run.id(), point.key()));
        }
      }
      histories.values().forEach(acknowledged::addAll);
    }
    List<Point> missing =
        points.stream().filter(p -> !acknowledged.contains(p.identity())).toList();
    batches.points(missing);
    missing.forEach(p -> acknowledged.add(p.identity()));
    return missing.size();
  }

  private long sendDatasets(ArrayNode datasets) throws DeliveryException {
    ArrayNode missing = new ObjectMapper().createArrayNode();
    for (JsonNode item : datasets) {
      JsonNode dataset = item.path("dataset");
      String key = dataset.path("name").asText() + ":" + dataset.path("digest").asText();
      if (!run.datasets().contains(key)) {
        missing.add(item);
      }
    }
    if (missing.isEmpty()) {
      return 0;
    }
    try {
      server.logInputs(run.id(), missing);
    } catch (Refused e) {
      if (!e.unknownRequest()) {
        throw e;
      }
      server.sayOnce("this server is too old for datasets; they are in lock.json");
    }
    return missing.size();
  }

  /** Files that are not there, have another size, or were written since the last delivery. */
  private long sendFiles(List<Artifact> files, Instant last) throws DeliveryException, IOException {
    Map<String, Long> there = fresh ? Map.of() : server.artifacts().list(run.id());
    long sent = 0;
    for (Artifact artifact : files) {
      Long size = there.get(artifact.path());
      boolean same =
          size != null
              && size == Files.size(artifact.file())
              && Files.getLastModifiedTime(artifact.file()).toInstant().isBefore(last);
      if (!same) {
        try {
          server.artifacts().put(run.artifacts(), artifact.path(), artifact.file());
          sent++;
        } catch (Refused e) {
          if (e.credentials()) {
            throw e;
          }
          problem(e.getMessage());
          if (!run.artifacts().startsWith("mlflow-artifacts:")) {
            return sent;
          }
        }
      }
    }
    fresh = false;
    return sent;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.MIN;
    }
  }

  /** Whether the server says that it has this very state of the folder. */
  static boolean delivered(Path folder, Map<String, String> tags) throws IOException {
    String synced = tags.getOrDefault(SYNCED_TAG, "");
    return !synced.isEmpty() && synced.startsWith(ContentReader.digest(folder) + " ");
  }

  /** After a refusal nothing is known any more: the run, or its experiment, may be gone. */
  void doubt() {
    fresh = false;
    run = null;
    server.forget();
  }
}
