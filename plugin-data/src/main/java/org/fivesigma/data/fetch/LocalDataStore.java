package org.fivesigma.data.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.fivesigma.data.cache.ParsedFiles;
import org.fivesigma.spi.data.DataStore;

/** Data sets fetched to this machine, and its parse cache. */
public final class LocalDataStore implements DataStore {
  @Override
  public List<DataSet> dataSets() {
    return PublicDataSet.all().stream()
        .map(d -> new DataSet(d.name(), d.description(), d.source().toString(), d.licence()))
        .toList();
  }

  @Override
  public Path fetch(String name, Path folder, Consumer<Progress> progress, Consumer<String> log)
      throws IOException {
    return new Downloader(progress, log).fetch(PublicDataSet.named(name), folder);
  }

  @Override
  public List<Cached> cached(Path cache) throws IOException {
    return new ParsedFiles(cache)
        .list().stream()
            .map(c -> new Cached(c.file(), c.source(), c.bytes(), c.lastUsed()))
            .toList();
  }

  @Override
  public long clear(Path cache) throws IOException {
    return new ParsedFiles(cache).clear();
  }
}
