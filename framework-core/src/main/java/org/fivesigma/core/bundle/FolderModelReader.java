package org.fivesigma.core.bundle;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelReader;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.transform.Pipeline;

/** Reads what {@link FolderModelWriter} wrote. */
final class FolderModelReader implements ModelReader.Folder {
  private static final int MOST_DEPTH = 16;

  private final BundleFiles files;
  private final String folder;
  private final int depth;
  private final Shared shared;
  private final Map<String, Object> content;

  private record Shared(
      PluginCatalog catalog,
      List<String> classes,
      int threads,
      String device,
      Map<String, Pipeline> pipelines) {}

  private FolderModelReader(BundleFiles files, String folder, Shared shared, int depth)
      throws IOException {
    if (depth > MOST_DEPTH) {
      throw new IOException("models are nested more than " + MOST_DEPTH + " deep");
    }
    this.files = files;
    this.folder = folder;
    this.shared = shared;
    this.depth = depth;
    this.content = Json.object(files.text(folder + "/model.json"));
  }

  /** The model in a folder of the bundle. */
  static Model read(
      BundleFiles files,
      String folder,
      PluginCatalog catalog,
      List<String> classes,
      int threads,
      String device)
      throws IOException {
    return new FolderModelReader(
            files, folder, new Shared(catalog, classes, threads, device, new HashMap<>()), 0)
        .load();
  }

  private Model load() throws IOException {
    String type = String.valueOf(content.get("type"));
    Extension<ModelReader> reader =
        shared
            .catalog()
            .find(Kinds.MODEL_READER, type)
            .orElseThrow(
                () ->
                    new IOException(
                        "the bundle holds a model of type '"
                            + type
                            + "', which no installed plugin reads"));
    try {
      return reader.factory().apply(new Extension.NoOptions()).read(this);
    } catch (RuntimeException | StackOverflowError e) {
      // whatever a reader stumbles over: the file is to blame, it is not what the writer wrote
      throw new IOException("the model in " + folder + " is broken: " + e.getMessage(), e);
    }
  }

  @Override
  public Map<String, Object> manifest() throws IOException {
    if (content.get("content") instanceof Map<?, ?> map) {
      Map<String, Object> result = new java.util.LinkedHashMap<>();
      map.forEach((k, v) -> result.put(String.valueOf(k), v));
      return result;
    }
    throw new IOException("model.json has no content");
  }

  @Override
  public byte[] file(String name) throws IOException {
    if (!name.matches("[A-Za-z0-9_.-]+")) {
      throw new IOException("not a file of a bundle: '" + name + "'");
    }
    return files.read(folder + "/" + name);
  }

  @Override
  public Pipeline pipeline() throws IOException {
    String key = String.valueOf(content.get("pipeline"));
    if (!key.matches("[0-9]{3,6}")) {
      throw new IOException("model.json names no pipeline");
    }
    Pipeline known = shared.pipelines().get(key);
    if (known == null) {
      try {
        known =
            FittedPipeline.read(
                Json.object(files.text("pipelines/" + key + ".json")),
                id ->
                    shared
                        .catalog()
                        .find(Kinds.TRANSFORMER_READER, id)
                        .map(e -> e.factory().apply(new Extension.NoOptions())));
      } catch (RuntimeException e) {
        throw new IOException("pipelines/" + key + ".json is broken: " + e.getMessage(), e);
      }
      shared.pipelines().put(key, known);
    }
    return known;
  }

  @Override
  public Model part(String name) throws IOException {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new IOException("not a part of a bundle: '" + name + "'");
    }
    return new FolderModelReader(files, folder + "/" + name, shared, depth + 1).load();
  }

  @Override
  public <T> T reader(Kind<T> kind, String id) throws IOException {
    return shared
        .catalog()
        .find(kind, id)
        .orElseThrow(
            () ->
                new IOException(
                    "the bundle needs the "
                        + kind.name()
                        + " '"
                        + id
                        + "', which is not installed"))
        .factory()
        .apply(new Extension.NoOptions());
  }

  @Override
  public List<String> classes() {
    return shared.classes();
  }

  @Override
  public int threads() {
    return shared.threads();
  }

  @Override
  public String device() {
    return shared.device();
  }
}
