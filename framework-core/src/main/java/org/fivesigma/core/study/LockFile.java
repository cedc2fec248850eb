package org.fivesigma.core.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A file that one thread of one process of the machine holds at a time. */
public final class LockFile {
  /** The file's lock is held by the whole process: its threads take turns at this one. */
  private static final Map<Path, Object> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private LockFile() {}

  /**
   * Does something while nobody else holds the file; waits for it. A process that dies lets go.
   *
   * @throws UncheckedIOException when the file cannot be made or locked
   */
  public static <T> T held(Path file, Supplier<T> work) {
    Path path = file.toAbsolutePath().normalize();
    synchronized (IN_THIS_PROCESS.computeIfAbsent(path, p -> new Object())) {
      return byThisProcess(path, work);
    }
  }

  private static <T> T byThisProcess(Path file, Supplier<T> work) {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("the lock was lost");
      }
      return work.get();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file + ": " + e.getMessage(), e);
    }
  }
}
