package org.fivesigma.models.xgboost;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelReader;
import org.fivesigma.spi.transform.Pipeline;

/** Reads a booster from a bundle. */
final class XgboostModelReader implements ModelReader {
  @Override
  public Model read(Folder folder) throws IOException {
    Map<String, Object> manifest = folder.manifest();
    if (!Long.valueOf(1).equals(manifest.get("format"))) {
      throw new IOException(
          "an XGBoost model of format " + manifest.get("format") + "; this version reads format 1");
    }
    Pipeline pipeline = folder.pipeline();
    if (!pipeline.outputs().equals(manifest.get("features"))) {
      throw new IOException(
          "the XGBoost model was trained on "
              + manifest.get("features")
              + ", its preprocessing gives "
              + pipeline.outputs());
    }
    byte[] bytes = folder.file(XgboostModel.FILE);
    UbjModel model = UbjModel.read(bytes);
    ModelCheck.check(model);
    if (model.features() != pipeline.outputs().size()) {
      throw new IOException(
          "the XGBoost model has "
              + model.features()
              + " features, its manifest "
              + pipeline.outputs().size());
    }
    int outputs = Math.max(1, model.classes());
    if (!Long.valueOf(outputs).equals(manifest.get("outputs"))
        || outputs != (folder.classes().size() == 2 ? 1 : folder.classes().size())) {
      throw new IOException(
          "the XGBoost model gives " + outputs + " scores for classes " + folder.classes());
    }
    return new XgboostModel(
        pipeline,
        outputs,
        bytes,
        model.linear(),
        importance(manifest.get("importance")),
        new float[0],
        facts(manifest));
  }

  private static Map<String, Map<String, Double>> importance(Object stored) throws IOException {
    Map<String, Map<String, Double>> kinds = new LinkedHashMap<>();
    for (Map.Entry<?, ?> kind : map(stored).entrySet()) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (Map.Entry<?, ?> feature : map(kind.getValue()).entrySet()) {
        if (!(feature.getValue() instanceof Number number)) {
          throw new IOException("importance of " + feature.getKey() + " is no number");
        }
        values.put((String) feature.getKey(), number.doubleValue());
      }
      kinds.put((String) kind.getKey(), values);
    }
    return kinds;
  }

  private static Map<String, Object> facts(Map<String, Object> manifest) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    map(manifest.get("facts")).forEach((k, v) -> facts.put((String) k, v));
    return facts;
  }

  private static Map<?, ?> map(Object value) throws IOException {
    if (value instanceof Map<?, ?> map
        && map.keySet().stream().allMatch(String.class::isInstance)) {
      return map;
    }
    throw new IOException("the manifest of the XGBoost model lacks a block");
  }
}
