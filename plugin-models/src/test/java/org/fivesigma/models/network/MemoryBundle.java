package org.fivesigma.models.network;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelReader;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.transform.Pipeline;

/** A bundle's folder in memory. */
final class MemoryBundle implements ModelWriter, ModelReader.Folder {
  Map<String, Object> manifest;
  final Map<String, byte[]> files = new LinkedHashMap<>();
  Pipeline pipeline;

  @Override
  public void manifest(Map<String, Object> content) {
    manifest = content;
  }

  @Override
  public void file(String name, byte[] content) {
    files.put(name, content);
  }

  @Override
  public void pipeline(Pipeline written) {
    pipeline = written;
  }

  @Override
  public void part(String name, Model model) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> manifest() {
    return manifest;
  }

  @Override
  public byte[] file(String name) throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IOException("no file " + name);
    }
    return content;
  }

  @Override
  public Pipeline pipeline() {
    return pipeline;
  }

  @Override
  public Model part(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> classes() {
    return List.of("background", "signal");
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public String device() {
    return "cpu";
  }
}
