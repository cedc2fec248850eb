package org.fivesigma.data.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Finds where a file changes from one kind of line end to another. */
final class LineEnds {
  private LineEnds() {}

  /**
   * The first line, counted from 1, that ends otherwise than the first one, in words; empty where
   * all end alike or the file cannot be read. Line ends inside quotes do not count.
   */
  static Optional<String> mixed(Path file) {
    if (file.toString().endsWith(".zst")) {
      return Optional.empty();
    }
    try (InputStream in = new BufferedInputStream(RegularCsv.open(file), 1 << 16)) {
      Optional<Boolean> first = Optional.empty();
      boolean quoted = false;
      int before = 0;
      long line = 1;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '"') {
          quoted = !quoted;
        } else if (b == '\n') {
          boolean carriageReturn = before == '\r';
          if (!quoted && first.isEmpty()) {
            first = Optional.of(carriageReturn);
          } else if (!quoted && first.get() != carriageReturn) {
            return Optional.of(
                ", line "
                    + line
                    + ": the line ends with "
                    + name(carriageReturn)
                    + ", the first one with "
                    + name(!carriageReturn));
          }
          line++;
        }
        before = b;
      }
    } catch (IOException e) {
      return Optional.empty(); // what is wrong with the file is said elsewhere
    }
    return Optional.empty();
  }

  private static String name(boolean carriageReturn) {
    return carriageReturn ? "CR LF" : "LF alone";
  }
}
