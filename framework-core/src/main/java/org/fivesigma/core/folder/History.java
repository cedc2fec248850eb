package org.fivesigma.core.folder;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** {@code history.csv}: {@code step,epoch,metric,value} in long form, appended as the run goes. */
public final class History implements AutoCloseable {
  private final BufferedWriter writer;

  /** Opens or continues the file. */
  public History(Path file) {
    try {
      boolean fresh = !Files.exists(file) || Files.size(file) == 0;
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (fresh) {
        writer.write("step,epoch,metric,value\n");
        writer.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Appends values measured after a step, and hands them to the system. */
  public synchronized void append(long step, double epoch, Map<String, Double> metrics) {
    try {
      for (Map.Entry<String, Double> e : metrics.entrySet()) {
        writer.write(
            step + "," + number(epoch) + "," + e.getKey() + "," + number(e.getValue()) + "\n");
      }
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write history.csv: " + e.getMessage(), e);
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write history.csv: " + e.getMessage(), e);
    }
  }
}
