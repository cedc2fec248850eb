package org.fivesigma.tracking.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.DeliveryException.Refused;
import org.fivesigma.tracking.client.MlflowApi;
import org.fivesigma.tracking.client.Point;

/**
 * Logs any number of points, parameters and tags of a run within the server's limits. A batch that
 * is refused is halved until the one thing that the server does not take stands alone; that one is
 * reported and left out.
 */
final class Batches {
  /** Points in a request. */
  static final int POINTS = 1000;

  private static final int PAIRS = 100;
  private static final int BYTES = 900_000;
  private static final int POINT_OVERHEAD = 90;
  private static final int PAIR_OVERHEAD = 30;

  private final MlflowApi api;
  private final String runId;
  private final Consumer<String> problem;

  Batches(MlflowApi api, String runId, Consumer<String> problem) {
    this.api = api;
    this.runId = runId;
    this.problem = problem;
  }

  void points(List<Point> points) throws DeliveryException {
    for (List<Point> batch : split(points, POINTS, p -> POINT_OVERHEAD + p.key().length())) {
      send(batch, "metric", Point::key, part -> api.logBatch(runId, part, Map.of(), Map.of()));
    }
  }

  void params(Map<String, String> params) throws DeliveryException {
    for (List<Map.Entry<String, String>> batch :
        split(List.copyOf(params.entrySet()), PAIRS, Batches::bytes)) {
      send(
          batch,
          "parameter",
          Map.Entry::getKey,
          part -> api.logBatch(runId, List.of(), map(part), Map.of()));
    }
  }

  void tags(Map<String, String> tags) throws DeliveryException {
    for (List<Map.Entry<String, String>> batch :
        split(List.copyOf(tags.entrySet()), PAIRS, Batches::bytes)) {
      send(
          batch,
          "tag",
          Map.Entry::getKey,
          part -> api.logBatch(runId, List.of(), Map.of(), map(part)));
    }
  }

  private interface Send<T> {
    void send(List<T> batch) throws DeliveryException;
  }

  private <T> void send(
      List<T> batch, String what, java.util.function.Function<T, String> name, Send<T> send)
      throws DeliveryException {
    try {
      send.send(batch);
    } catch (Refused e) {
      if (e.credentials() || e.absent() || e.status() != 400 || inactive(e)) {
        throw e;
      }
      if (batch.size() == 1) {
        problem.accept(
            "the server does not take "
                + what
                + " '"
                + name.apply(batch.get(0))
                + "': "
                + e.getMessage());
        return;
      }
      int half = batch.size() / 2;
      send(batch.subList(0, half), what, name, send);
      send(batch.subList(half, batch.size()), what, name, send);
    }
  }

  /** Whether the run, not its content, is what was refused. */
  static boolean inactive(Refused e) {
    return e.getMessage().contains("'active' state");
  }

  private static int bytes(Map.Entry<String, String> pair) {
    return PAIR_OVERHEAD
        + pair.getKey().length()
        + pair.getValue().getBytes(StandardCharsets.UTF_8).length;
  }

  private static Map<String, String> map(List<Map.Entry<String, String>> pairs) {
    Map<String, String> map = new java.util.LinkedHashMap<>();
    pairs.forEach(p -> map.put(p.getKey(), p.getValue()));
    return map;
  }

  static <T> List<List<T>> split(List<T> all, int most, ToIntFunction<T> size) {
    List<List<T>> batches = new ArrayList<>();
    int start = 0;
    int bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      int next = size.applyAsInt(all.get(i));
      if (i > start && (i - start == most || bytes + next > BYTES)) {
        batches.add(all.subList(start, i));
        start = i;
        bytes = 0;
      }
      bytes += next;
    }
    if (start < all.size()) {
      batches.add(all.subList(start, all.size()));
    }
    return batches;
  }
}
