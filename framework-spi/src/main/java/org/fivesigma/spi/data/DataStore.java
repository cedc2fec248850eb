package org.fivesigma.spi.data;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.fivesigma.spi.plugin.Kind;

/** Public data sets and the cache of parsed copies (kind {@code data_store}; one is installed). */
public interface DataStore {
  /** The kind of data stores. */
  Kind<DataStore> KIND =
      new Kind<>(
          "data_store", DataStore.class, "Fetches public data and keeps parsed copies.", false);

  /**
   * A public data set.
   *
   * @param name as {@code data fetch} takes it
   * @param description one line
   * @param source its address
   */
  record DataSet(String name, String description, String source, String licence) {}

  /**
   * A parsed copy in the cache.
   *
   * @param source the file it was made of, or what it holds
   */
  record Cached(Path file, String source, long bytes, Instant lastUsed) {}

  /**
   * How far a download is.
   *
   * @param received bytes on disk
   * @param total bytes in all, where known
   */
  record Progress(long received, OptionalLong total) {}

  /** The data sets that can be fetched. */
  List<DataSet> dataSets();

  /**
   * Downloads a data set, going on where an earlier call ended, and verifies it.
   *
   * @param folder where to; made if it is not there
   * @return the file
   * @throws org.fivesigma.spi.UserError for a name that is not known
   * @throws IOException with a message for the user: the server fails, the content is another, the
   *     disk is too small
   */
  Path fetch(String name, Path folder, Consumer<Progress> progress, Consumer<String> log)
      throws IOException;

  /** The parsed copies in a cache, least recently used first. */
  List<Cached> cached(Path cache) throws IOException;

  /**
   * Removes all parsed copies.
   *
   * @return bytes freed
   */
  long clear(Path cache) throws IOException;
}
