package org.fivesigma.core.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.events.WeightTable;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.spi.data.TableLoader.Account;

/**
 * {@code lock.json}: what a run was made of, so that it can be repeated and differences be named.
 */
final class Lock {
  private Lock() {}

  /** Writes the lock of a run. */
  static void write(
      RunFolder folder,
      RunServices services,
      EventData data,
      long seed,
      int threads,
      List<String> devices)
      throws IOException {
    AtomicFiles.write(
        folder.file("lock.json"), Json.text(of(services, data, seed, threads, devices)));
  }

  private static Map<String, Object> of(
      RunServices services, EventData data, long seed, int threads, List<String> devices) {
    Map<String, Object> lock = new LinkedHashMap<>();
    lock.put("data", data(data));
    lock.put("features", data.features().names());
    lock.put("seed", seed);
    lock.put("threads", (long) threads);
    lock.put("device", devices.size() == 1 ? devices.get(0) : devices);
    lock.put(
        "versions",
        new TreeMap<>(
            Map.of("fivesigma", services.version(), "java", Runtime.version().toString())));
    lock.put("git", services.git().state());
    lock.put("machine", machine());
    return lock;
  }

  /** One digest over all sources. */
  static String dataDigest(EventData data) {
    StringBuilder all = new StringBuilder();
    data.accounts().forEach(a -> all.append(a.digest()).append('\n'));
    return org.fivesigma.core.bundle.Checksums.of(
        all.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Map<String, Object> data(EventData data) {
    Map<String, Object> m = new LinkedHashMap<>();
    List<Object> files = new ArrayList<>();
    long read = 0;
    long selected = 0;
    List<Object> sources = new ArrayList<>();
    for (Account account : data.accounts()) {
      account
          .files()
          .forEach(
              (path, sum) -> {
                Map<String, Object> file = new LinkedHashMap<>();
                file.put("path", path);
                file.put("sha256", sum);
                files.add(file);
              });
      read += account.rowsRead();
      selected += account.rowsSelected();
      Map<String, Object> source = new LinkedHashMap<>();
      source.put("digest", account.digest());
      source.put("rows_read", account.rowsRead());
      source.put("rows_selected", account.rowsSelected());
      sources.add(source);
    }
    m.put("digest", dataDigest(data));
    m.put("files", files);
    m.put("sources", sources);
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("read", read);
    rows.put("selected", selected);
    rows.put("unused", (long) data.unused());
    data.parts().forEach((part, r) -> rows.put(part, (long) r.length));
    m.put("rows", rows);
    m.put("negative_weights", (long) data.negative());
    m.put("weights", WeightTable.of(data).json());
    return m;
  }

  private static Map<String, Object> machine() {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    m.put("arch", System.getProperty("os.arch"));
    m.put("cores", (long) Runtime.getRuntime().availableProcessors());
    m.put("memory_bytes", Runtime.getRuntime().maxMemory());
    return m;
  }
}
