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

  private static final String FILE = "spool.jsonl";
  private static final String LOCK = "lock";

  /**
   * Folders whose spool this process writes. Closing any channel on a locked file gives up the lock
   * of the whole process on some systems, so it must not come to a second attempt.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;
  private final FileChannel lock;

  private Spool(Path folder, FileChannel channel, FileChannel lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens the spool of a run for writing, at its end if it is there already.
   *
   * @return empty if another process, or another session of this one, writes to it
   */
  public static Optional<Spool> open(Path runFolder) throws IOException {
    Path folder = runFolder.resolve(FOLDER).toAbsolutePath().normalize();
    Files.createDirectories(folder);
    if (!OPEN.add(folder)) {
      return Optional.empty();
    }
    FileChannel lock = null;
    FileChannel channel = null;
    boolean ours = false;
    try {
      lock =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        return Optional.empty();
      }
      channel =
          FileChannel.open(
              folder.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      Spool spool = new Spool(folder, channel, lock);
      spool.endLastLine();
      ours = true;
      return Optional.of(spool);
    } finally {
      if (!ours) {
        close(channel);
        close(lock);
        OPEN.remove(folder);
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

  /** Whether somebody writes to the spool of a run now: the run is going on. */
  public static boolean inUse(Path runFolder) throws IOException {
    if (!Files.exists(file(runFolder))) {
      return false;
    }
    Optional<Spool> spool = open(runFolder);
    spool.ifPresent(Spool::release);
    return spool.isEmpty();
  }

  private void release() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Path runFolder) {
    return runFolder.resolve(FOLDER).resolve(FILE);
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

  /** Reads up to so many events from a position; none when nothing new is there. */
  public Piece read(long position, int limit) throws IOException {
    return read(channel, position, limit);
  }

  /** All events of a run folder; none where it has no spool. */
  public static List<SpoolEvent> readAll(Path runFolder) throws IOException {
    if (!Files.exists(file(runFolder))) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(file(runFolder), StandardOpenOption.READ)) {
      return read(channel, 0, Integer.MAX_VALUE).events();
    }
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
      OPEN.remove(folder);
    }
  }
}
