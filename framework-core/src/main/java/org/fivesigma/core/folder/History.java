package org.fivesigma.core.folder;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code history.csv}: {@code step,epoch,metric,value} in long form, appended as the run goes. A
 * resumed run takes up its training at a checkpoint; what the killed process had written of later
 * steps is dropped when they are told again.
 */
public final class History implements AutoCloseable {
  private static final String HEADER = "step,epoch,metric,value";

  private final Path file;
  private final Set<String> toldBefore = new HashSet<>();
  private BufferedWriter writer;

  /** Opens or continues the file. */
  public History(Path file) {
    this.file = file;
    try {
      if (Files.exists(file) && Files.size(file) > 0) {
        for (String line : Files.readAllLines(file)) {
          String[] cells = line.split(",", 4);
          if (cells.length == 4 && !line.equals(HEADER)) {
            toldBefore.add(cells[2]);
          }
        }
        keep((metric, step) -> true);
      } else {
        writer = Files.newBufferedWriter(file);
        writer.write(HEADER + "\n");
        writer.flush();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private interface Keep {
    boolean line(String metric, long step);
  }

  /** Rewrites the file with some of its whole lines, and goes on behind them. */
  private void keep(Keep which) throws IOException {
    StringBuilder kept = new StringBuilder(HEADER + "\n");
    List<String> lines = Files.readAllLines(file);
    for (String line : lines) {
      String[] cells = line.split(",", 4);
      if (cells.length == 4
          && !line.equals(HEADER)
          && !cells[3].isEmpty()
          && which.line(cells[2], Long.parseLong(cells[0]))) {
        kept.append(line).append('\n');
      }
    }
    AtomicFiles.write(file, kept.toString());
    writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
  }

  /** Appends values measured after a step, and hands them to the system. */
  public synchronized void append(long step, double epoch, Map<String, Double> metrics) {
    try {
      Set<String> again = new HashSet<>(metrics.keySet());
      again.retainAll(toldBefore);
      if (!again.isEmpty()) {
        writer.close();
        keep((metric, s) -> !again.contains(metric) || s < step);
        toldBefore.removeAll(again);
      }
      for (Map.Entry<String, Double> e : metrics.entrySet()) {
        writer.write(
            step + "," + number(epoch) + "," + e.getKey() + "," + number(e.getValue()) + "\n");
      }
      writer.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
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
      throw failed(e);
    }
  }
}
