package org.fivesigma.spi.model;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.transform.Pipeline;

/** Reads a model back from a bundle (kind {@code model_reader}; the id is {@link Model#id}). */
public interface ModelReader {
  /**
   * The model as it was: its scores are the same bits.
   *
   * @throws IOException naming what is broken; nothing in a bundle may run code or read outside it
   */
  Model read(Folder folder) throws IOException;

  /** A model's folder in a bundle whose checksums were verified. */
  interface Folder {
    /** The model's manifest. */
    Map<String, Object> manifest() throws IOException;

    /** A file's content. */
    byte[] file(String name) throws IOException;

    /** The preprocessing; members that share one get the same object. */
    Pipeline pipeline() throws IOException;

    /** A part. */
    Model part(String name) throws IOException;

    /**
     * An installed plugin without options that reads something inside this model, such as a fitted
     * combination.
     *
     * @throws IOException when none of that id is installed
     */
    default <T> T reader(Kind<T> kind, String id) throws IOException {
      throw new IOException("no " + kind.name() + " '" + id + "' can be looked up here");
    }

    /** Class names in the order of the scores. */
    List<String> classes();

    /** How many threads to use at most. */
    int threads();

    /** Device for prediction, such as {@code cpu}. */
    String device();
  }
}
