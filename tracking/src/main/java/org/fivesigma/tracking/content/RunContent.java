package org.fivesigma.tracking.content;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.tracking.client.Point;
import org.fivesigma.tracking.content.RunResults.Result;

/**
 * All that a server should know of a run.
 *
 * @param status as MLflow names it: FINISHED, FAILED, KILLED
 * @param results the results as a Markdown table, empty where there are none
 * @param mainMetrics names of a few results that tell runs apart: of test, else of valid
 * @param folds final values of the folds by the fold's name
 * @param datasets as {@code log-inputs} wants them
 * @param files the run's artifacts
 * @param model the bundle's files, relative to its folder; empty where there is no bundle
 * @param signature columns in and out of the bundle as MLflow writes them
 * @param lastStep the highest step of the history
 * @param digest a checksum of the folder's files by name, size and time
 */
public record RunContent(
    String status,
    Instant ended,
    Map<String, String> params,
    Map<String, String> tags,
    String results,
    List<String> mainMetrics,
    List<Point> points,
    Map<String, List<Result>> folds,
    ArrayNode datasets,
    List<Artifact> files,
    List<Artifact> model,
    Optional<ObjectNode> signature,
    long lastStep,
    String digest) {
  /**
   * A file and its place on the server.
   *
   * @param path below the root of the run's or model's artifacts
   */
  public record Artifact(String path, Path file) {}
}
