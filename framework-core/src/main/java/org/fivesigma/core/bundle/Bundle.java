package org.fivesigma.core.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.transform.Pipeline;

/** A saved model that scores raw events. Owns its models' native memory. */
public final class Bundle implements AutoCloseable {
  private static final long MOST_MANIFEST_BYTES = 64L << 20;

  private final BundleManifest manifest;
  private final List<Model> models;

  private Bundle(BundleManifest manifest, List<Model> models) {
    this.manifest = manifest;
    this.models = models;
  }

  /** A bundle of models in memory; closing it closes them. */
  public static Bundle of(BundleManifest manifest, List<Model> models) {
    return new Bundle(manifest, List.copyOf(models));
  }

  /** Writes a bundle beside and moves it into place when it is whole. */
  public void save(Path folder) throws IOException {
    Path temporary = folder.resolveSibling(folder.getFileName() + ".tmp");
    delete(temporary);
    Files.createDirectories(temporary);
    IdentityHashMap<Pipeline, String> pipelines = new IdentityHashMap<>();
    for (int i = 0; i < models.size(); i++) {
      new FolderModelWriter(temporary, temporary.resolve(modelFolder(i)), pipelines)
          .save(models.get(i));
    }
    Map<String, String> sums = Checksums.below(temporary, "manifest.json");
    Files.writeString(temporary.resolve("manifest.json"), Json.text(manifest.json(sums)));
    delete(folder);
    Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Loads a bundle: a bundle folder, or a run folder with one in {@code model/}.
   *
   * @throws UserError when there is none, it is broken, or of a newer format
   */
  public static Bundle load(Path given, PluginCatalog catalog, int threads, String device) {
    Path folder =
        Files.isRegularFile(given.resolve("manifest.json")) ? given : given.resolve("model");
    Path file = folder.resolve("manifest.json");
    if (!Files.isRegularFile(file)) {
      throw UserError.of("no-bundle", given + " holds no model bundle (model/manifest.json)")
          .at("MODEL");
    }
    List<Model> models = new ArrayList<>();
    try {
      if (Files.size(file) > MOST_MANIFEST_BYTES) {
        throw new IOException("its manifest is larger than 64 MiB");
      }
      Map<String, Object> content = Json.read(file);
      long format = content.get("format") instanceof Number n ? n.longValue() : -1;
      if (format < 1 || format > BundleManifest.FORMAT) {
        throw new IOException(
            "its format is "
                + content.get("format")
                + ", this program reads 1 to "
                + BundleManifest.FORMAT);
      }
      verify(folder, content);
      BundleManifest manifest = BundleManifest.of(content);
      for (int i = 0; i < manifest.models(); i++) {
        models.add(
            FolderModelReader.read(
                folder,
                folder.resolve(modelFolder(i)),
                catalog,
                manifest.classes(),
                threads,
                device));
      }
      for (Model model : models) {
        if (!model.inputs().equals(manifest.featureNames())) {
          throw new IOException("its model takes other features than its manifest says");
        }
      }
      return new Bundle(manifest, List.copyOf(models));
    } catch (IOException e) {
      models.forEach(Model::close);
      throw UserError.of(
              "broken-bundle", "the bundle " + folder + " cannot be used: " + e.getMessage())
          .at("MODEL")
          .because(e);
    }
  }

  private static void verify(Path folder, Map<String, Object> content) throws IOException {
    if (!(content.get("files") instanceof Map<?, ?> files)) {
      throw new IOException("its manifest lists no files");
    }
    Map<String, String> actual = Checksums.below(folder, "manifest.json");
    for (Map.Entry<?, ?> e : files.entrySet()) {
      String sum = actual.get(String.valueOf(e.getKey()));
      if (sum == null) {
        throw new IOException("it lacks the file " + e.getKey());
      }
      if (!sum.equals(e.getValue())) {
        throw new IOException(
            "the file " + e.getKey() + " was changed after it was written (its SHA-256 differs)");
      }
    }
    for (String name : actual.keySet()) {
      if (!files.containsKey(name)) {
        throw new IOException("it has a file that its manifest does not list: " + name);
      }
    }
  }

  /** What the bundle takes and gives. */
  public BundleManifest manifest() {
    return manifest;
  }

  /** The models: one, or one per fold. */
  public List<Model> models() {
    return models;
  }

  /**
   * Scores of events, row-major {@code rows × outputs}.
   *
   * @param raw the manifest's features in order
   * @param ids id texts of the events, for models chosen by a hash of the id; not looked at
   *     otherwise
   */
  public double[] predict(Columns raw, List<String> ids, int threads) {
    if (models.size() == 1) {
      return models.get(0).predict(new PredictionInput(raw, threads));
    }
    int outputs = models.get(0).outputs();
    double[] scores = new double[raw.rows() * outputs];
    if (manifest.folds() == 0) {
      for (Model model : models) {
        double[] one = model.predict(new PredictionInput(raw, threads));
        for (int i = 0; i < scores.length; i++) {
          scores[i] += one[i] / models.size();
        }
      }
      return scores;
    }
    Split.FoldRule rule = new Split.FoldRule(manifest.folds());
    int[] fold = new int[raw.rows()];
    int[] count = new int[models.size()];
    for (int i = 0; i < fold.length; i++) {
      fold[i] = rule.fold(ids.get(i));
      count[fold[i]]++;
    }
    for (int m = 0; m < models.size(); m++) {
      int[] rows = new int[count[m]];
      int n = 0;
      for (int i = 0; i < fold.length; i++) {
        if (fold[i] == m) {
          rows[n++] = i;
        }
      }
      if (n > 0) {
        double[] part = models.get(m).predict(new PredictionInput(raw.select(rows), threads));
        for (int i = 0; i < n; i++) {
          System.arraycopy(part, i * outputs, scores, rows[i] * outputs, outputs);
        }
      }
    }
    return scores;
  }

  @Override
  public void close() {
    models.forEach(Model::close);
  }

  private static String modelFolder(int index) {
    return "models/" + String.format("%03d", index);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path f : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(f);
        }
      }
    }
  }
}
