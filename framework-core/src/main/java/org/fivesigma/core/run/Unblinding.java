package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.UserError;

/**
 * Scores the sealed parts of a finished run. Every look is written down by the digest of the data,
 * in {@code runs/.looks.jsonl}: the second look at the same data is no longer blind, whichever
 * model it is made with.
 */
public final class Unblinding {
  private final RunServices services;

  /** Unblinds runs. */
  public Unblinding(RunServices services) {
    this.services = services;
  }

  /**
   * What was seen.
   *
   * @param metrics of the sealed parts, as in {@code metrics.json}, where they are from now on
   * @param looks how many looks at these data there have been, this one included
   */
  public record Look(Map<String, Object> metrics, int looks) {}

  /**
   * Opens the sealed parts.
   *
   * @throws UserError when the run has none, or is not finished
   */
  public Look unblind(RunFolder folder, ExperimentFile file) {
    Experiment experiment = file.experiment().orElseThrow();
    if (experiment.split().sealed().isEmpty()) {
      throw UserError.of("nothing-sealed", "no part of this run is sealed").at("split.sealed");
    }
    int threads = experiment.workers();
    EventData data = services.events(experiment, threads, services.console()::log);
    Map<String, int[]> parts = new LinkedHashMap<>(data.parts());
    parts.keySet().retainAll(experiment.split().sealed());
    SavedModelScores scores;
    try (Bundle bundle = Bundle.load(folder.path(), services.catalog(), threads, "cpu")) {
      scores = SavedModelScores.of(file, data, parts, bundle, threads);
    }
    int looks = look(folder, Lock.dataDigest(data), parts.keySet());
    Map<String, Object> all = new LinkedHashMap<>(folder.metrics());
    all.putAll(scores.metrics());
    try {
      Predictions.write(services, folder, data, new RunScores(scores.parts(), parts, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicFiles.write(folder.file("metrics.json"), Json.text(all));
    return new Look(scores.metrics(), looks);
  }

  private int look(RunFolder folder, String digest, Iterable<String> parts) {
    Path file = services.workingFolder().resolve("runs").resolve(".looks.jsonl");
    try {
      Files.createDirectories(file.getParent());
      int before = 0;
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          if (!line.isBlank() && digest.equals(Json.object(line).get("data"))) {
            before++;
          }
        }
      }
      Map<String, Object> look = new LinkedHashMap<>();
      look.put("data", digest);
      look.put("run", folder.path().toString());
      look.put("parts", String.join(",", parts));
      look.put("time", Instant.now().toString());
      Files.writeString(
          file, Json.line(look) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return before + 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
