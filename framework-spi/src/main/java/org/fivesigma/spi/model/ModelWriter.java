package org.fivesigma.spi.model;

import java.io.IOException;
import java.util.Map;
import org.fivesigma.spi.transform.Pipeline;

/** A model's folder in the bundle, while it is written. The framework adds checksums. */
public interface ModelWriter {
  /** The model's own manifest: maps, lists, texts, booleans, longs, doubles. Called once. */
  void manifest(Map<String, Object> content) throws IOException;

  /** A file in the engine's portable format. */
  void file(String name, byte[] content) throws IOException;

  /** The preprocessing; a pipeline that several members share is written once. */
  void pipeline(Pipeline pipeline) throws IOException;

  /** A part (a member) in a folder of its own. */
  void part(String name, Model model) throws IOException;
}
