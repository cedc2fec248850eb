package org.fivesigma.core.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.fivesigma.core.folder.Json;
import org.fivesigma.spi.search.Trial;

/**
 * {@code trials.jsonl}: append-only, forced to disk line by line, one JSON object a line; of a
 * trial the last line counts. A last line that is half-written or broken, left by a killed process
 * or machine, is cut off: what it told is told again. A lock file lets several processes work on
 * one study.
 */
public final class Journal {
  /**
   * A trial with the process that runs it.
   *
   * @param owner the process that runs it; none when it has ended
   * @param seconds how long it took
   */
  public record Entry(Trial trial, Optional<Owner> owner, double seconds) {
    /** Whether it says running but its process is gone. */
    public boolean abandoned() {
      return trial.state() == Trial.State.RUNNING && !owner.map(Owner::alive).orElse(false);
    }
  }

  /**
   * A process of this machine. Its number alone is not enough: the next process may get the same,
   * and in a container it usually does.
   *
   * @param started when it began, milliseconds since 1970; 0 where the system does not tell
   */
  public record Owner(long process, long started) {
    /** Milliseconds by which a clock that is being set may move a start. */
    private static final long CLOCK_SLACK = 1500;

    /** This process. */
    public static Owner current() {
      return of(ProcessHandle.current());
    }

    private static Owner of(ProcessHandle handle) {
      return new Owner(
          handle.pid(), handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    boolean alive() {
      return ProcessHandle.of(process)
          .filter(ProcessHandle::isAlive)
          .map(Owner::of)
          .filter(now -> now.started == 0 || Math.abs(now.started - started) < CLOCK_SLACK)
          .isPresent();
    }
  }

  private final Path file;
  private final Path lock;
  private final Map<Integer, Entry> known = new TreeMap<>();

  /** Bytes and lines of the file that were read. */
  private long read;

  private int lines;

  /** The journal in a study's folder. */
  public Journal(Path folder) {
    this.file = folder.resolve("trials.jsonl");
    this.lock = folder.resolve("trials.lock");
  }

  /** Does something while no other thread or process reads or writes the journal. */
  public <T> T locked(Supplier<T> work) {
    return LockFile.held(lock, work);
  }

  /**
   * All trials by number. What was read once is kept: only lines that were appended since, by
   * whichever process, are read.
   *
   * @throws UncheckedIOException when a line that is not the last is broken; names the line
   */
  public synchronized Map<Integer, Entry> read() {
    try {
      if (!Files.exists(file) || Files.size(file) < read) {
        read = 0;
        lines = 0;
        known.clear();
      }
      if (Files.exists(file) && Files.size(file) > read) {
        readOn();
      }
      return new TreeMap<>(known);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private void readOn() throws IOException {
    byte[] bytes;
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(read);
      bytes = Channels.newInputStream(channel).readAllBytes();
    }
    int start = 0;
    int end;
    while ((end = endOfLine(bytes, start)) >= 0) {
      String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
      if (!line.isBlank()) {
        try {
          Entry entry = parse(line, lines + 1);
          known.put(entry.trial().number(), entry);
        } catch (IOException e) {
          if (endOfLine(bytes, end + 1) >= 0) {
            throw e;
          }
          break;
        }
      }
      lines++;
      start = end + 1;
    }
    read += start;
    if (start < bytes.length) {
      truncate(read);
    }
  }

  /** The place of the next line feed, or -1. */
  private static int endOfLine(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void truncate(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  /** Appends a trial and forces it to disk. */
  public void append(Entry entry) {
    Trial trial = entry.trial();
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("trial", (long) trial.number());
    m.put("state", trial.state().name().toLowerCase(java.util.Locale.ROOT));
    m.put("params", trial.params());
    m.put("value", Double.isNaN(trial.value()) ? null : trial.value());
    if (trial.noise() > 0) {
      m.put("noise", trial.noise());
    }
    if (!trial.intermediate().isEmpty()) {
      m.put("steps", trial.intermediate().stream().map(p -> (Object) p.step()).toList());
      m.put("values", trial.intermediate().stream().map(p -> (Object) p.value()).toList());
    }
    if (!trial.reason().isEmpty()) {
      m.put("reason", trial.reason());
    }
    if (entry.seconds() > 0) {
      m.put("seconds", entry.seconds());
    }
    if (trial.state() == Trial.State.RUNNING) {
      entry
          .owner()
          .ifPresent(
              o -> {
                m.put("process", o.process());
                m.put("process_started", o.started());
              });
    }
    byte[] line = (Json.line(m) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private Entry parse(String line, int number) throws IOException {
    try {
      Map<String, Object> m = Json.object(line);
      Map<String, Object> params = new LinkedHashMap<>();
      ((Map<?, ?>) m.get("params")).forEach((k, v) -> params.put(String.valueOf(k), v));
      List<Trial.Intermediate> intermediate = new ArrayList<>();
      if (m.get("steps") instanceof List<?> steps && m.get("values") instanceof List<?> values) {
        for (int i = 0; i < steps.size(); i++) {
          intermediate.add(
              new Trial.Intermediate(Json.number(steps.get(i)), Json.number(values.get(i))));
        }
      }
      Trial trial =
          new Trial(
              ((Number) m.get("trial")).intValue(),
              Trial.State.valueOf(
                  String.valueOf(m.get("state")).toUpperCase(java.util.Locale.ROOT)),
              params,
              Json.number(m.get("value")),
              m.get("noise") == null ? 0 : Json.number(m.get("noise")),
              intermediate,
              m.get("reason") == null ? "" : String.valueOf(m.get("reason")));
      return new Entry(
          trial,
          m.get("process") instanceof Number p && m.get("process_started") instanceof Number since
              ? Optional.of(new Owner(p.longValue(), since.longValue()))
              : Optional.empty(),
          m.get("seconds") == null ? 0 : Json.number(m.get("seconds")));
    } catch (IOException | RuntimeException e) {
      throw new IOException("line " + number + " is broken: " + e.getMessage(), e);
    }
  }
}
