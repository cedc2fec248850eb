package org.fivesigma.tracking.delivery;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.MlflowApi.ServerExperiment;
import org.fivesigma.tracking.client.ServerRun;
import org.fivesigma.tracking.content.RunContent;
import org.fivesigma.tracking.spool.RunFacts;

/**
 * The experiment's description on the server: what the user wrote, and the results of the newest
 * run. A note that somebody wrote there by hand is left alone.
 */
final class ExperimentNote {
  private static final String NOTE = "mlflow.note.content";

  /** Says of which run our note tells and what it is, so that a foreign one is known. */
  private static final String OURS = "fivesigma.note";

  private static final int LONGEST = 20_000;

  private final Connection server;
  private final RunFacts facts;

  ExperimentNote(Connection server, RunFacts facts) {
    this.server = server;
    this.facts = facts;
  }

  void write(ServerRun run, RunContent content) throws DeliveryException {
    String note = note(run, content);
    Optional<ServerExperiment> experiment = server.runs().experiment(facts.experiment());
    if (note.isEmpty() || note.length() > LONGEST || experiment.isEmpty()) {
      return;
    }
    String there = experiment.get().tags().getOrDefault(NOTE, "");
    String[] ours = experiment.get().tags().getOrDefault(OURS, "").split(" ", 2);
    boolean foreign = !there.isEmpty() && (ours.length < 2 || !ours[1].equals(checksum(there)));
    if (foreign || note.equals(there) || newer(ours[0])) {
      return;
    }
    server.runs().tagExperiment(run.experimentId(), NOTE, note);
    server.runs().tagExperiment(run.experimentId(), OURS, facts.started() + " " + checksum(note));
  }

  private String note(ServerRun run, RunContent content) {
    StringBuilder note = new StringBuilder(facts.description().strip());
    if (!content.results().isEmpty()) {
      note.append(note.isEmpty() ? "" : "\n\n")
          .append("## Newest run: [")
          .append(facts.name())
          .append("](#/experiments/")
          .append(run.experimentId())
          .append("/runs/")
          .append(run.id())
          .append(")\n\n")
          .append(content.results());
    }
    return note.toString();
  }

  /** Whether the note tells of a run that began after this one. */
  private boolean newer(String started) {
    try {
      return !started.isEmpty() && Instant.parse(started).isAfter(facts.started());
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String checksum(String text) {
    return UUID.nameUUIDFromBytes(text.strip().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
