package org.fivesigma.data.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.fivesigma.spi.UserError;

/** Finds gz files that are cut short or damaged, which a parser may not notice. */
public final class GzipCheck {
  private GzipCheck() {}

  /**
   * Reads a gz file to its end, which checks that it is whole and its checksums hold.
   *
   * @throws UserError {@code truncated-file} or {@code broken-file} at the key {@code path}
   */
  public static void check(Path file) {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      while (in.read(buffer) >= 0) {
        // only the checks count
      }
    } catch (EOFException e) {
      throw UserError.of("truncated-file", "'" + file + "' is cut short: its gz data has no end")
          .at("path")
          .because(e);
    } catch (ZipException e) {
      throw UserError.of("broken-file", "'" + file + "' is no sound gz file: " + e.getMessage())
          .at("path")
          .because(e);
    } catch (IOException e) {
      throw UserError.of("unreadable-file", "'" + file + "' cannot be read: " + e.getMessage())
          .at("path")
          .because(e);
    }
  }
}
