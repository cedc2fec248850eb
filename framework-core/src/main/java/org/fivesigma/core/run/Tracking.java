package org.fivesigma.core.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.spi.track.Tracker;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;

/** The tracker of one execution of the program, or none. */
final class Tracking implements AutoCloseable {
  private static final int MOST_PARAMETERS = 100;

  private final Optional<TrackerSession> session;
  private final Map<String, String> tags;

  private Tracking(Optional<TrackerSession> session, Map<String, String> tags) {
    this.session = session;
    this.tags = tags;
  }

  /** Of a run that no tracker is told of. */
  static Tracking none() {
    return new Tracking(Optional.empty(), Map.of());
  }

  /** Opens the tracker that the experiment names. */
  static Tracking open(Experiment experiment, RunServices services, Path source) {
    Map<String, String> tags = new LinkedHashMap<>();
    GitState.of(source.toAbsolutePath().getParent())
        .forEach((k, v) -> tags.put("git." + k, String.valueOf(v)));
    tags.put("source", source.getFileName().toString());
    tags.put("user", System.getProperty("user.name"));
    tags.put("fivesigma.version", services.version());
    Optional<Configured<Tracker>> chosen = experiment.tracking();
    Optional<TrackerSession> session =
        chosen.map(
            c ->
                c.create()
                    .open(
                        new TrackerContext(
                            services.environment(), services.version(), services.console()::log)));
    return new Tracking(session, tags);
  }

  TrackedRun begin(
      RunFolder folder,
      ExperimentFile file,
      Optional<Path> parent,
      Instant started,
      Map<String, String> parameters) {
    if (session.isEmpty()) {
      return TrackedRun.none();
    }
    Experiment experiment = file.experiment().orElseThrow();
    Map<String, String> all = new LinkedHashMap<>(tags);
    all.putAll(experiment.tags());
    all.put("device", String.join(",", experiment.device()));
    return session
        .get()
        .begin(
            new RunStart(
                folder.path(),
                experiment.name().orElse("experiment"),
                folder.name(),
                parent,
                started,
                experiment.description(),
                parent.isPresent() ? parameters : settings(file, parameters),
                all));
  }

  /** The settings that matter: scalars of the model block, seed, training weights. */
  private static Map<String, String> settings(ExperimentFile file, Map<String, String> own) {
    Map<String, String> settings = new LinkedHashMap<>(own);
    for (String key : List.of("seed", "training_weights", "split", "model")) {
      flatten(key, file.value(key), settings);
    }
    return settings;
  }

  private static void flatten(String path, Object value, Map<String, String> into) {
    if (into.size() >= MOST_PARAMETERS || value == null) {
      return;
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) -> flatten(path + "." + k, v, into));
    } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        flatten(path + "[" + i + "]", list.get(i), into);
      }
    } else {
      into.put(path, String.valueOf(value));
    }
  }

  /** Waits until everything is delivered, a while. */
  Delivery finish(Duration patience) {
    return session.map(s -> s.close(patience)).orElse(Delivery.NOTHING);
  }

  @Override
  public void close() {
    session.ifPresent(TrackerSession::close);
  }
}
