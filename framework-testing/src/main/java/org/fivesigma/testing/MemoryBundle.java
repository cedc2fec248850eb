package org.fivesigma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelReader;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.plugin.Extension.NoOptions;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.transform.Pipeline;

/**
 * A model bundle in memory: save a model, read it back. The manifest is copied value by value, so
 * that a type the contract does not allow fails the test; pipelines are kept as they are.
 */
public final class MemoryBundle implements ModelWriter {
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, MemoryBundle> parts = new LinkedHashMap<>();
  private Map<String, Object> manifest = Map.of();
  private Pipeline pipeline;
  private String id = "";

  /** A model, saved. */
  public static MemoryBundle of(Model model) {
    MemoryBundle bundle = new MemoryBundle();
    bundle.id = model.id();
    try {
      model.save(bundle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bundle;
  }

  @Override
  public void manifest(Map<String, Object> content) {
    manifest = States.copy(content);
  }

  @Override
  public void file(String name, byte[] content) {
    if (files.put(name, content.clone()) != null) {
      throw new IllegalStateException("file '" + name + "' written twice");
    }
  }

  @Override
  public void pipeline(Pipeline content) {
    pipeline = content;
  }

  @Override
  public void part(String name, Model model) throws IOException {
    MemoryBundle part = new MemoryBundle();
    part.id = model.id();
    model.save(part);
    if (parts.put(name, part) != null) {
      throw new IllegalStateException("part '" + name + "' written twice");
    }
  }

  /** The files written, which a test may break. */
  public Map<String, byte[]> files() {
    return files;
  }

  /** The manifest written. */
  public Map<String, Object> manifest() {
    return manifest;
  }

  /** The parts written. */
  public Map<String, MemoryBundle> parts() {
    return parts;
  }

  /**
   * Reads the model back.
   *
   * @param readers the reader of each id
   */
  public Model read(Function<String, ModelReader> readers, List<String> classes, int threads) {
    return read(
        (kind, id) -> kind.equals(Kinds.MODEL_READER) ? readers.apply(id) : null, classes, threads);
  }

  /** Reads the model back with what these plugins offer. */
  public Model read(List<? extends Plugin> plugins, List<String> classes, int threads) {
    return read(
        (kind, id) ->
            plugins.stream()
                .flatMap(plugin -> plugin.extensions().stream())
                .filter(e -> e.kind().equals(kind) && e.id().equals(id))
                .findFirst()
                .map(e -> (Object) e.factory().apply(new NoOptions()))
                .orElse(null),
        classes,
        threads);
  }

  private Model read(
      BiFunction<Kind<?>, String, Object> readers, List<String> classes, int threads) {
    try {
      return new Stored(readers, classes, threads)
          .reader(Kinds.MODEL_READER, id)
          .read(new Stored(readers, classes, threads));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Stored implements ModelReader.Folder {
    private final BiFunction<Kind<?>, String, Object> readers;
    private final List<String> classes;
    private final int threads;

    Stored(BiFunction<Kind<?>, String, Object> readers, List<String> classes, int threads) {
      this.readers = readers;
      this.classes = classes;
      this.threads = threads;
    }

    @Override
    public Map<String, Object> manifest() {
      return manifest;
    }

    @Override
    public byte[] file(String name) throws IOException {
      byte[] content = files.get(name);
      if (content == null) {
        throw new IOException("no file '" + name + "'");
      }
      return content.clone();
    }

    @Override
    public Pipeline pipeline() throws IOException {
      if (pipeline == null) {
        throw new IOException("no pipeline");
      }
      return pipeline;
    }

    @Override
    public Model part(String name) throws IOException {
      MemoryBundle part = parts.get(name);
      if (part == null) {
        throw new IOException("no part '" + name + "'");
      }
      return part.read(readers, classes, threads);
    }

    @Override
    public <T> T reader(Kind<T> kind, String readerId) throws IOException {
      Object found = readers.apply(kind, readerId);
      if (found == null) {
        throw new IOException("no " + kind.name() + " '" + readerId + "'");
      }
      return kind.type().cast(found);
    }

    @Override
    public List<String> classes() {
      return classes;
    }

    @Override
    public int threads() {
      return threads;
    }

    @Override
    public String device() {
      return "cpu";
    }
  }
}
