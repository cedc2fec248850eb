package org.fivesigma.models.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.fivesigma.testing.SharedFiles;

/** Reference values computed with torch. */
public final class Golden {
  private Golden() {}

  /** The file {@code optimisers.json}; skips the test where it is not. */
  public static JsonNode optimisers() {
    try {
      return new ObjectMapper().readTree(SharedFiles.reference("optimisers.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A list of numbers. */
  public static double[] doubles(JsonNode node) {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asDouble();
    }
    return values;
  }

  /** |a − b| in units of 1 + |b|. */
  public static double distance(double a, double b) {
    return Math.abs(a - b) / (1 + Math.abs(b));
  }
}
