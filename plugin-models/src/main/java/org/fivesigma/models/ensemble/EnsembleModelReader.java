package org.fivesigma.models.ensemble;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.model.FittedCombiner;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelReader;
import org.fivesigma.spi.plugin.Kinds;

/** Reads an ensemble with its members from a bundle. */
final class EnsembleModelReader implements ModelReader {
  @Override
  public Model read(Folder folder) throws IOException {
    Map<String, Object> manifest = folder.manifest();
    if (!Long.valueOf(1).equals(manifest.get("format"))) {
      throw new IOException(
          "an ensemble of format " + manifest.get("format") + "; this version reads format 1");
    }
    int outputs = folder.classes().size() == 2 ? 1 : folder.classes().size();
    if (!Long.valueOf(outputs).equals(manifest.get("outputs"))) {
      throw new IOException(
          "the ensemble gives " + manifest.get("outputs") + " scores for " + folder.classes());
    }
    FittedCombiner combiner = combiner(folder, manifest);
    List<List<EnsembleModel.Part>> items = new ArrayList<>();
    try {
      for (Object item : list(manifest, "items")) {
        List<EnsembleModel.Part> parts = new ArrayList<>();
        items.add(parts);
        if (!(item instanceof List<?> names) || names.isEmpty()) {
          throw new IOException("an item of the ensemble has no members");
        }
        for (Object name : names) {
          parts.add(new EnsembleModel.Part((String) name, folder.part((String) name)));
        }
      }
    } catch (IOException | RuntimeException e) {
      items.forEach(item -> item.forEach(part -> part.model().close()));
      throw e;
    }
    return new EnsembleModel(items, combiner, outputs, map(manifest, "facts"));
  }

  private static FittedCombiner combiner(Folder folder, Map<String, Object> manifest)
      throws IOException {
    Map<String, double[]> tables = new LinkedHashMap<>();
    for (Object name : list(manifest, "tables")) {
      tables.put(
          (String) name, EnsembleModel.doubles(folder.file(EnsembleModel.file((String) name))));
    }
    try {
      return folder
          .reader(Kinds.COMBINER_READER, String.valueOf(manifest.get("combine")))
          .read(map(manifest, "state"), tables);
    } catch (IllegalArgumentException e) {
      throw new IOException("the combination is broken: " + e.getMessage(), e);
    }
  }

  private static List<?> list(Map<String, Object> manifest, String key) throws IOException {
    if (manifest.get(key) instanceof List<?> list) {
      return list;
    }
    throw new IOException("the ensemble's manifest lacks '" + key + "'");
  }

  private static Map<String, Object> map(Map<String, Object> manifest, String key)
      throws IOException {
    if (manifest.get(key) instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((k, v) -> copy.put(String.valueOf(k), v));
      return copy;
    }
    throw new IOException("the ensemble's manifest lacks '" + key + "'");
  }
}
