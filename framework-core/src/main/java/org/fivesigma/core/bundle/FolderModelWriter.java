package org.fivesigma.core.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.transform.Pipeline;

/**
 * Writes a model and its parts into folders; a pipeline that several share is written once, in
 * {@code pipelines/}.
 */
final class FolderModelWriter implements ModelWriter {
  private final Path root;
  private final Path folder;
  private final IdentityHashMap<Pipeline, String> pipelines;
  private String pipeline;
  private Map<String, Object> manifest = Map.of();

  FolderModelWriter(Path root, Path folder, IdentityHashMap<Pipeline, String> pipelines)
      throws IOException {
    this.root = root;
    this.folder = folder;
    this.pipelines = pipelines;
    Files.createDirectories(folder);
  }

  void save(Model model) throws IOException {
    model.save(this);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("type", model.id());
    content.put("inputs", model.inputs());
    content.put("outputs", (long) model.outputs());
    content.put("pipeline", pipeline);
    content.put("content", manifest);
    Files.writeString(folder.resolve("model.json"), Json.text(content));
  }

  @Override
  public void manifest(Map<String, Object> content) {
    manifest = content;
  }

  @Override
  public void file(String name, byte[] content) throws IOException {
    if (!name.matches("[A-Za-z0-9_.-]+") || name.equals("model.json") || name.startsWith(".")) {
      throw new IOException("not a file name for a bundle: '" + name + "'");
    }
    Files.write(folder.resolve(name), content);
  }

  @Override
  public void pipeline(Pipeline fitted) throws IOException {
    String known = pipelines.get(fitted);
    if (known == null) {
      known = String.format("%03d", pipelines.size());
      pipelines.put(fitted, known);
      Path file = root.resolve("pipelines").resolve(known + ".json");
      Files.createDirectories(file.getParent());
      Files.writeString(file, Json.text(((FittedPipeline) fitted).state()));
    }
    pipeline = known;
  }

  @Override
  public void part(String name, Model model) throws IOException {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new IOException("not a part name for a bundle: '" + name + "'");
    }
    new FolderModelWriter(root, folder.resolve(name), pipelines).save(model);
  }
}
