package org.fivesigma.tracking.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The events of a run in a file, one JSON object a line, written by the thread that tells them and
 * read by the one that sends them: the file is the queue between the two. While a spool is open for
 * writing a file beside it is locked, and the lock goes with the process, however it ends.
 * Thread-safe.
 */
public final class Spool implements Closeable {
  /** The folder in a run folder. */
  public static final String FOLDER = "tracking";

  /** Which of a run's spools: each has one process that writes it. */
  public enum Part {
    /** What the run tells, by the process that runs it. */
    RUN("spool.jsonl", "lock"),
    /** The use of the machine, by the process that sends. */
    MACHINE("machine.jsonl", "machine.lock");

    private final String file;
    private final String lock;

    Part(String file, String lock) {
      this.file = file;
      this.lock = lock;
    }
  }

  /**
   * Locks of spools that this process writes. Closing any channel on a locked file gives up the
   * lock of the whole process on some systems, so it must not come to a second attempt.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  /** Between looks at a spool that another process has. */
  private static final long PAUSE_MILLIS = 50;

  private final Path place;
  private final FileChannel channel;
  private final FileChannel lock;

  private Spool(Path place, FileChannel channel, FileChannel lock) {
    this.place = place;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens the spool of a run for writing, at its end if it is there already.
   *
   * @return empty if another process, or another session of this one, writes to it
   */
  public static Optional<Spool> open(Path runFolder, Part part) throws IOException {
    Path folder = runFolder.resolve(FOLDER).toAbsolutePath().normalize();
    Files.createDirectories(folder);
    Path place = folder.resolve(part.lock);
    if (!OPEN.add(place)) {
      return Optional.empty();
    }
    FileChannel lock = null;
    FileChannel channel = null;
    boolean ours = false;
    try {
      lock = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        return Optional.empty();
      }
      channel =
          FileChannel.open(
              folder.resolve(part.file),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      Spool spool = new Spool(place, channel, lock);
      spool.endLastLine();
      ours = true;
      return Optional.of(spool);
    } finally {
      if (!ours) {
        close(channel);
        close(lock);
        OPEN.remove(place);
      }
    }
  }

  private static void close(FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private void endLastLine() throws IOException {
    long size = channel.size();
    if (size > 0) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.read(last, size - 1);
      channel.position(size);
      if (last.get(0) != '\n') {
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    }
  }

  /**
   * Opens a spool that another process may just be letting go of.
   *
   * @param patience how long it is waited for; an interrupt ends the wait and is kept
   * @return empty if it was not free in time
   */
  public static Optional<Spool> openWithin(Path runFolder, Part part, Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<Spool> spool = open(runFolder, part);
    try {
      while (spool.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE_MILLIS);
        spool = open(runFolder, part);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return spool;
  }

  /** Whether somebody writes to a spool of a run now: the run is going on, or being sent. */
  public static boolean inUse(Path runFolder) throws IOException {
    for (Part part : Part.values()) {
      if (Files.exists(file(runFolder, part))) {
        Optional<Spool> spool = open(runFolder, part);
        spool.ifPresent(Spool::release);
        if (spool.isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private void release() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Path runFolder, Part part) {
    return runFolder.resolve(FOLDER).resolve(part.file);
  }

  /** Writes one event; when this returns, a killed process loses it no more. */
  public void append(SpoolEvent event) throws IOException {
    byte[] line = (event.line() + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (channel) {
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /**
   * Events and where they end.
   *
   * @param position where to go on
   */
  public record Piece(List<SpoolEvent> events, long position) {}

  /** How long a spool of a run folder is; 0 where it has none. */
  public static long size(Path runFolder, Part part) throws IOException {
    Path file = file(runFolder, part);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** Reads up to so many events from a position; none when nothing new is there. */
  public static Piece read(Path runFolder, Part part, long position, int limit) throws IOException {
    if (size(runFolder, part) <= position) {
      return new Piece(List.of(), position);
    }
    try (FileChannel channel = FileChannel.open(file(runFolder, part), StandardOpenOption.READ)) {
      return read(channel, position, limit);
    }
  }

  /** All events of a run folder, those of the machine last; none where it has no spool. */
  public static List<SpoolEvent> readAll(Path runFolder) throws IOException {
    List<SpoolEvent> all = new ArrayList<>();
    for (Part part : Part.values()) {
      all.addAll(read(runFolder, part, 0, Integer.MAX_VALUE).events());
    }
    return all;
  }

  private static Piece read(FileChannel channel, long position, int limit) throws IOException {
    List<SpoolEvent> events = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long done = position;
    long at = position;
    while (events.size() < limit) {
      buffer.clear();
      int n = channel.read(buffer, at);
      if (n <= 0) {
        break;
      }
      at += n;
      byte[] bytes = buffer.array();
      int start = 0;
      for (int i = 0; i < n && events.size() < limit; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, start, i - start);
          parse(line.toByteArray()).ifPresent(events::add);
          done += line.size() + 1L;
          line.reset();
          start = i + 1;
        }
      }
      line.write(bytes, start, n - start);
    }
    return new Piece(events, done);
  }

  private static Optional<SpoolEvent> parse(byte[] line) throws IOException {
    try {
      return line.length == 0 ? Optional.empty() : SpoolEvent.read(SpoolEvent.JSON.readTree(line));
    } catch (JsonProcessingException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
      lock.close();
    } finally {
      OPEN.remove(place);
    }
  }
}
