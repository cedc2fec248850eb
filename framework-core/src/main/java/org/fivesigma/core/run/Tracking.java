package org.fivesigma.core.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.track.Delivery;
import org.fivesigma.spi.track.RunStart;
import org.fivesigma.spi.track.TrackedRun;
import org.fivesigma.spi.track.TrackerContext;
import org.fivesigma.spi.track.TrackerSession;

/** The tracker of one execution of the program, or none. */
final class Tracking implements AutoCloseable {
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
    new GitState(source.toAbsolutePath().getParent())
        .state()
        .forEach((k, v) -> tags.put("git." + k, String.valueOf(v)));
    tags.put("source", source.getFileName().toString());
    tags.put("user", System.getProperty("user.name"));
    tags.put("fivesigma.version", services.version());
    Optional<TrackerSession> session =
        experiment
            .tracking()
            .map(
                c ->
                    c.create()
                        .open(
                            new TrackerContext(
                                services.environment(),
                                services.version(),
                                services.workingFolder(),
                                services.console()::log)));
    return new Tracking(session, tags);
  }

  /**
   * Writes down what run this is, and tells the tracker.
   *
   * @param varied what makes it differ from its siblings, where it is inside another
   */
  TrackedRun begin(
      RunFolder folder,
      ExperimentFile file,
      Optional<Path> parent,
      Instant started,
      Map<String, String> varied) {
    Experiment experiment = file.experiment().orElseThrow();
    // Of a run that is resumed from its resolved file the first word counts.
    RunCard card = RunCard.read(folder).orElseGet(() -> card(file, parent, varied));
    card.write(folder);
    return session
        .map(
            s ->
                s.begin(
                    new RunStart(
                        folder.path(),
                        card.experiment(),
                        folder.name(),
                        parent,
                        started,
                        file.mask(experiment.description()),
                        card.parameters(),
                        card.tags())))
        .orElseGet(TrackedRun::none);
  }

  private RunCard card(ExperimentFile file, Optional<Path> parent, Map<String, String> varied) {
    Experiment experiment = file.experiment().orElseThrow();
    Map<String, String> all = new LinkedHashMap<>(tags);
    experiment.tags().forEach((k, v) -> all.put(k, file.mask(v)));
    all.put("device", String.join(",", experiment.device()));
    return new RunCard(
        experiment.name().orElse("experiment"),
        file.mask(experiment.description()),
        parent.isPresent() ? varied : MainSettings.of(file),
        all);
  }

  /** Adds settings that became known later, such as the best trial's. */
  static void add(RunFolder folder, TrackedRun run, Map<String, String> parameters) {
    RunCard.read(folder).ifPresent(card -> card.with(parameters).write(folder));
    run.parameters(parameters);
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
