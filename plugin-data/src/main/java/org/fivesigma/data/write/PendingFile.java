package org.fivesigma.data.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that gets its name when it is complete.
 *
 * @param file the name it will have
 * @param temporary where it is until then
 */
record PendingFile(Path file, Path temporary) {
  /**
   * A file to be.
   *
   * @throws IOException where its folder is not there
   */
  static PendingFile of(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    if (absolute.getParent() != null && !Files.isDirectory(absolute.getParent())) {
      throw new IOException("there is no folder " + absolute.getParent());
    }
    return new PendingFile(
        absolute, absolute.resolveSibling("." + absolute.getFileName() + ".tmp"));
  }

  /** Gives it its name. */
  void publish() throws IOException {
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes what was not published. */
  void discard() throws IOException {
    Files.deleteIfExists(temporary);
  }
}
