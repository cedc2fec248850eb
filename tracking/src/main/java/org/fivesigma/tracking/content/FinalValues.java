package org.fivesigma.tracking.content;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.tracking.client.Point;
import org.fivesigma.tracking.content.RunResults.Result;

/**
 * The final values of a run as points: at the end of a series that has the name, so that they are
 * what the server shows, unless it ends in this very value; else at step 0, which is drawn as a
 * bar.
 */
public final class FinalValues {
  private final RunNames names;
  private final Map<String, Point> latest = new HashMap<>();
  private final List<Point> points;

  private FinalValues(RunNames names, List<Point> points) {
    this.names = names;
    this.points = points;
    for (Point p : points) {
      latest.merge(
          p.key(),
          p,
          (a, b) -> b.step() > a.step() || (b.step() == a.step() && b.time() >= a.time()) ? b : a);
    }
  }

  /** Adds values and their errors, measured at a time, to the points of a run. */
  public static void add(List<Result> results, Instant time, RunNames names, List<Point> points) {
    FinalValues values = new FinalValues(names, points);
    for (Result result : results) {
      values.add(result.key(), result.value(), time.toEpochMilli());
      values.add(result.key() + "_err", result.error(), time.toEpochMilli());
    }
  }

  private void add(String original, double value, long time) {
    if (Double.isNaN(value)) {
      return;
    }
    String key = names.metric(original);
    Point before = latest.get(key);
    if (before == null) {
      points.add(new Point(key, value, 0, time));
    } else if (before.value() != value) {
      points.add(new Point(key, value, before.step(), Math.max(time, before.time())));
    }
  }
}
