package org.fivesigma.models.linear;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelReader;
import org.fivesigma.spi.transform.Pipeline;

/** Reads a logistic regression from a bundle. */
final class LogisticModelReader implements ModelReader {
  @Override
  public Model read(Folder folder) throws IOException {
    Map<String, Object> manifest = folder.manifest();
    if (!Long.valueOf(1).equals(manifest.get("format"))) {
      throw new IOException(
          "a logistic regression of format "
              + manifest.get("format")
              + "; this version reads format 1");
    }
    Pipeline pipeline = folder.pipeline();
    int width = pipeline.outputs().size();
    int outputs = folder.classes().size() == 2 ? 1 : folder.classes().size();
    if (!pipeline.outputs().equals(manifest.get("features"))) {
      throw new IOException("the logistic regression was fitted on other features");
    }
    if (!(manifest.get("coefficients") instanceof List<?> rows) || rows.size() != outputs) {
      throw new IOException("the logistic regression does not have " + outputs + " scores");
    }
    double[][] coefficients = new double[outputs][];
    for (int k = 0; k < outputs; k++) {
      coefficients[k] = numbers(rows.get(k), width, "coefficients");
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    if (manifest.get("facts") instanceof Map<?, ?> stored) {
      stored.forEach((k, v) -> facts.put(String.valueOf(k), v));
    }
    return new LogisticModel(
        pipeline,
        new LinearScores(coefficients, numbers(manifest.get("intercepts"), outputs, "intercepts")),
        numbers(manifest.get("spread"), width, "spread"),
        facts);
  }

  private static double[] numbers(Object value, int count, String key) throws IOException {
    if (value instanceof List<?> list
        && list.size() == count
        && list.stream().allMatch(v -> v instanceof Number n && Double.isFinite(n.doubleValue()))) {
      return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }
    throw new IOException(
        "'" + key + "' of the logistic regression is no list of " + count + " finite numbers");
  }
}
