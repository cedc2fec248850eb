package org.fivesigma.core.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
   * Loads a bundle: a bundle folder, a zip of one, or a run folder with one in {@code model/}. Sums
   * and versions are checked before anything else is looked at. No plugin is needed but those that
   * read what is in it, and nothing outside of it is read.
   *
   * @throws UserError when there is none, it is broken, or of a newer format
   */
  public static Bundle load(Path given, PluginCatalog catalog, int threads, String device) {
    return reading(given, files -> load(files, catalog, threads, device));
  }

  /** What is done with the files of a bundle. */
  private interface Reading<T> {
    T of(BundleFiles files) throws IOException;
  }

  /** Opens a bundle folder, a zip of one, or the {@code model/} of a run folder. */
  private static <T> T reading(Path given, Reading<T> reading) {
    boolean zip = Files.isRegularFile(given);
    Path place =
        zip || Files.isRegularFile(given.resolve(BundleFiles.MANIFEST))
            ? given
            : given.resolve("model");
    if (!zip && !Files.isRegularFile(place.resolve(BundleFiles.MANIFEST))) {
      throw UserError.of("no-bundle", given + " holds no model bundle (model/manifest.json)")
          .at("MODEL");
    }
    try (BundleFiles files = zip ? BundleFiles.ofZip(place) : BundleFiles.ofFolder(place)) {
      return reading.of(files);
    } catch (IOException e) {
      throw UserError.of(
              "broken-bundle", "the bundle " + place + " cannot be used: " + e.getMessage())
          .at("MODEL")
          .because(e);
    }
  }

  /** The manifest of a bundle whose format this program knows and whose sums are right. */
  private static Map<String, Object> verified(BundleFiles files) throws IOException {
    Map<String, Object> content = Json.object(files.manifest());
    if (!(content.get("format") instanceof Long format)
        || format < 1
        || format > BundleManifest.FORMAT) {
      boolean newer = content.get("format") instanceof Long f && f > BundleManifest.FORMAT;
      throw new IOException(
          "its format is "
              + content.get("format")
              + ", this program reads 1 to "
              + BundleManifest.FORMAT
              + (newer ? "; a newer version of the program wrote it" : ""));
    }
    if (!(content.get("files") instanceof Map<?, ?> sums)) {
      throw new IOException("its manifest lists no files");
    }
    files.verify(sums);
    return content;
  }

  private static Bundle load(BundleFiles files, PluginCatalog catalog, int threads, String device)
      throws IOException {
    BundleManifest manifest = BundleManifest.of(verified(files));
    List<Model> models = new ArrayList<>();
    try {
      for (int i = 0; i < manifest.models(); i++) {
        Model model =
            FolderModelReader.read(
                files, modelFolder(i), catalog, manifest.classes(), threads, device);
        models.add(model);
        if (!model.inputs().equals(manifest.featureNames())) {
          throw new IOException("its model takes other features than its manifest says");
        }
        if (model.outputs() != manifest.outputs()) {
          throw new IOException(
              "its model gives "
                  + model.outputs()
                  + " scores for "
                  + manifest.classes().size()
                  + " classes");
        }
      }
      return new Bundle(manifest, List.copyOf(models));
    } catch (IOException | RuntimeException | Error e) {
      models.forEach(Model::close);
      throw e;
    }
  }

  /**
   * Writes a bundle as one zip; the same bundle gives the same bytes. Its sums are checked first;
   * its models are not loaded.
   *
   * @param given as in {@link #load}
   * @throws UserError as {@link #load}
   */
  public static void zip(Path given, Path file) {
    reading(
        given,
        files -> {
          BundleManifest.of(verified(files));
          Map<String, byte[]> parts = new LinkedHashMap<>();
          parts.put(BundleFiles.MANIFEST, files.manifest().getBytes(StandardCharsets.UTF_8));
          for (String name : files.verified()) {
            parts.put(name, files.read(name));
          }
          write(parts, file);
          return file;
        });
  }

  private static void write(Map<String, byte[]> parts, Path file) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(temporary))) {
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
          ZipEntry entry = new ZipEntry(part.getKey());
          entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
          out.putNextEntry(entry);
          out.write(part.getValue());
          out.closeEntry();
        }
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
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
