package org.fivesigma.models.network;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.fivesigma.spi.model.Persistent;

/**
 * A training's state on disk: written whole beside the old one and then moved in its place, so that
 * there is always a good one. A file that is damaged, or of another training, is not used.
 */
final class Checkpoint {
  private static final long MAGIC = 0x3553_4e45_545f_3031L;

  private final Optional<Path> file;
  private final long identity;
  private final long interval;
  private long last = System.nanoTime();

  /**
   * Checkpoints in a folder.
   *
   * @param identity differs between trainings that may not continue each other
   * @param interval least time between two
   */
  Checkpoint(Optional<Path> folder, long identity, Duration interval) {
    this.file = folder.map(f -> f.resolve("network.checkpoint"));
    this.identity = identity;
    this.interval = interval.toNanos();
  }

  /** Loads the state if there is one; says whether. */
  boolean resume(Persistent state) {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return false;
    }
    try {
      if (!intact()) {
        return false;
      }
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file.get())))) {
        if (in.readLong() != MAGIC || in.readLong() != identity) {
          return false;
        }
        state.load(in);
        return true;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoint " + file.get(), e);
    }
  }

  private boolean intact() throws IOException {
    long size = Files.size(file.get());
    CRC32 sum = new CRC32();
    try (DataInputStream in =
        new DataInputStream(
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file.get())), sum))) {
      in.skipNBytes(size - Long.BYTES);
      long expected = sum.getValue();
      return in.readLong() == expected;
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes the state, unless the last one is young. */
  void save(Persistent state) {
    if (System.nanoTime() - last >= interval) {
      saveNow(state);
    }
  }

  /** Writes the state: of a training that is over, so that nothing of it is done again. */
  void saveNow(Persistent state) {
    if (file.isEmpty()) {
      return;
    }
    Path target = file.get();
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.createDirectories(target.getParent());
      CRC32 sum = new CRC32();
      try (DataOutputStream out =
          new DataOutputStream(
              new CheckedOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(fresh)), sum))) {
        out.writeLong(MAGIC);
        out.writeLong(identity);
        state.save(out);
        out.flush();
        out.writeLong(sum.getValue());
      }
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the checkpoint " + target, e);
    }
    last = System.nanoTime();
  }
}
