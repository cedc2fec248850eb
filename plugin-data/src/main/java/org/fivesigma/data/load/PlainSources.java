package org.fivesigma.data.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.data.plain.PlainTable;
import org.fivesigma.data.plain.Values.Kind;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Request;
import org.fivesigma.spi.data.TableLoader.Wanted;

/**
 * Reads sources that are no more than plain files of the same columns, where a request asks for no
 * SQL: column by column on all threads, without the database. What it reads is what the database
 * would give.
 */
final class PlainSources implements AutoCloseable {
  private final List<PlainTable> tables = new ArrayList<>();
  private final List<PlainPiece> pieces = new ArrayList<>();
  private final long[] rowsRead;
  private int rows;

  private PlainSources(int sources) {
    this.rowsRead = new long[sources];
  }

  /** The sources, opened; empty where the database is needed. */
  static Optional<PlainSources> open(
      Request request, List<OpenedSource> sources, List<Wanted> wanted) throws IOException {
    if (request.select().isPresent() || !request.derive().isEmpty() || !request.set().isEmpty()) {
      return Optional.empty();
    }
    PlainSources plain = new PlainSources(sources.size());
    boolean usable = false;
    try {
      usable = plain.add(sources) && plain.holds(wanted);
    } finally {
      if (!usable) {
        plain.close();
      }
    }
    return usable ? Optional.of(plain) : Optional.empty();
  }

  private boolean add(List<OpenedSource> sources) throws IOException {
    for (int s = 0; s < sources.size(); s++) {
      OpenedSource source = sources.get(s);
      if (source.whole().isEmpty()
          || source.spec().select().isPresent()
          || source.spec().crossSection().isPresent()) {
        return false;
      }
      long left = source.spec().rows().orElse(Long.MAX_VALUE);
      for (Path file : source.whole()) {
        Optional<PlainTable> table = PlainTable.open(file);
        if (table.isEmpty()) {
          return false;
        }
        tables.add(table.get());
        for (int g = 0; g < table.get().groups() && left > 0; g++) {
          int taken = (int) Math.min(left, table.get().rows(g));
          if (rows > Integer.MAX_VALUE - 8 - taken) {
            return false;
          }
          pieces.add(new PlainPiece(table.get(), g, rows, taken));
          rows += taken;
          left -= taken;
          rowsRead[s] += taken;
        }
      }
      if (rowsRead[s] == 0) {
        return false; // the error is the database reader's
      }
    }
    return true;
  }

  /** Whether all files have the same columns, and those wanted can be had without a conversion. */
  private boolean holds(List<Wanted> wanted) {
    Map<String, Kind> kinds = kinds(tables.get(0));
    if (!tables.stream().allMatch(t -> kinds(t).equals(kinds))) {
      return false;
    }
    return wanted.stream()
        .allMatch(
            w -> {
              Kind kind = kinds.get(w.name());
              return !SelectSql.isRow(w.name())
                  && kind != null
                  && switch (w.as()) {
                    case FLOAT, DOUBLE -> kind != Kind.TEXT;
                    case ID -> kind != Kind.DOUBLE;
                    case NATURAL -> true;
                  };
            });
  }

  private static Map<String, Kind> kinds(PlainTable table) {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    table.columns().forEach(c -> kinds.put(c.name(), c.kind()));
    return kinds;
  }

  /** Raw rows of each source. */
  long rowsRead(int source) {
    return rowsRead[source];
  }

  /** The columns wanted, in order. */
  EventTable table(Request request, List<Wanted> wanted, int threads) throws IOException {
    Column[] columns = new Column[wanted.size()];
    try {
      Parallel.run(
          threads,
          columns.length,
          c -> {
            Wanted w = wanted.get(c);
            boolean coded = !request.notMissing().contains(w.name());
            columns[c] = column(w, new MissingCodes(coded ? request.missing() : List.of()));
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Map<String, Column> named = new LinkedHashMap<>();
    for (int c = 0; c < columns.length; c++) {
      named.put(wanted.get(c).name(), columns[c]);
    }
    return new EventTable(rows, named);
  }

  private Column column(Wanted wanted, MissingCodes missing) {
    try {
      PlainColumnReader reader = new PlainColumnReader(wanted.name(), pieces, rows, missing);
      Kind kind = kinds(tables.get(0)).get(wanted.name());
      if (wanted.as() == As.FLOAT) {
        float[] values = reader.floats();
        for (int row = 0; row < rows; row++) {
          if (Float.isInfinite(values[row])) {
            throw ColumnErrors.infinite(wanted, row);
          }
        }
        return new Column.Floats(values);
      }
      if (wanted.as() == As.DOUBLE || kind == Kind.DOUBLE) {
        return new Column.Doubles(reader.doubles());
      }
      if (kind == Kind.TEXT) {
        return reader.texts();
      }
      Optional<long[]> longs = reader.longs();
      if (longs.isPresent()) {
        return new Column.Longs(longs.get());
      }
      double[] doubles = reader.doubles();
      if (wanted.as() == As.ID) {
        throw ColumnErrors.missingId(wanted, firstNaN(doubles));
      }
      return new Column.Doubles(doubles);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int firstNaN(double[] values) {
    int row = 0;
    while (!Double.isNaN(values[row])) {
      row++;
    }
    return row;
  }

  /** The raw row of each event. */
  long[] row() {
    long[] row = new long[rows];
    Arrays.setAll(row, i -> i);
    return row;
  }

  /** The source of each event. */
  int[] source() {
    int[] source = new int[rows];
    int from = 0;
    for (int s = 0; s < rowsRead.length; s++) {
      int to = from + Math.toIntExact(rowsRead[s]);
      Arrays.fill(source, from, to, s);
      from = to;
    }
    return source;
  }

  @Override
  public void close() throws IOException {
    for (PlainTable table : tables) {
      table.close();
    }
  }
}
