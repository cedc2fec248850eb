package org.fivesigma.data.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.TableWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, read again by another implementation of the format. */
class ParquetTableWriterTest {
  @TempDir Path folder;

  private static final List<String> BOOLEAN = List.of("false", "true");

  /** A table of every kind of column, of many shapes: even and wild numbers, few and many. */
  private static EventTable table(int rows, long seed, boolean missing) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> words = IntStream.range(0, 300).mapToObj(i -> i == 7 ? "" : "wört " + i).toList();
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("row", new Column.Longs(IntStream.range(0, rows).asLongStream().toArray()));
    columns.put("wild", new Column.Longs(random.longs(rows).toArray()));
    columns.put("uneven", new Column.Longs(random.longs(rows, -1000, 1L << 40).sorted().toArray()));
    columns.put(
        "many", new Column.Doubles(random.doubles(rows).map(d -> gap(d, missing)).toArray()));
    columns.put(
        "few",
        new Column.Doubles(
            random.doubles(rows).map(d -> gap(Math.rint(d * 50) / -3, missing)).toArray()));
    columns.put("one", new Column.Doubles(random.doubles(rows).map(d -> 1.5).toArray()));
    float[] singles = new float[rows];
    for (int i = 0; i < rows; i++) {
      singles[i] = (float) gap(random.nextDouble() * 1e30, missing);
    }
    columns.put("single", new Column.Floats(singles));
    columns.put("text", new Column.Texts(codes(random, rows, 300, missing), words));
    columns.put(
        "sentence", new Column.Texts(codes(random, rows, 1, false), List.of("all \"one\", é")));
    columns.put("yes", new Column.Texts(codes(random, rows, 2, missing), BOOLEAN));
    columns.put("nothing", new Column.Doubles(random.doubles(rows).map(d -> Double.NaN).toArray()));
    columns.put("a \"name\"", new Column.Texts(codes(random, rows, 0, true), List.of()));
    return new EventTable(rows, columns);
  }

  private static double gap(double value, boolean missing) {
    return missing && value * 1e6 % 5 > 4 ? Double.NaN : value;
  }

  private static int[] codes(SplittableRandom random, int rows, int words, boolean missing) {
    return random.ints(rows, missing ? -1 : 0, Math.max(words, missing ? 0 : 1)).toArray();
  }

  private Path write(List<EventTable> tables) throws IOException {
    Path file = folder.resolve("it's.parquet");
    Files.deleteIfExists(file);
    try (TableWriter.Sink sink = new ParquetTableWriter().open(file)) {
      for (EventTable table : tables) {
        sink.append(table);
      }
      assertThat(file).doesNotExist();
      sink.finish();
    }
    return file;
  }

  private static void requireSame(Path file, List<EventTable> tables) throws Exception {
    List<String> names = tables.get(0).names();
    try (DuckDb db = DuckDb.open(1);
        var statement = db.connection().createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT * FROM read_parquet('" + file.toString().replace("'", "''") + "')")) {
      List<String> read = new ArrayList<>();
      for (int c = 1; c <= found.getMetaData().getColumnCount(); c++) {
        read.add(found.getMetaData().getColumnName(c));
      }
      assertThat(read).isEqualTo(names);
      for (EventTable table : tables) {
        for (int row = 0; row < table.rows(); row++) {
          assertThat(found.next()).isTrue();
          for (int c = 0; c < names.size(); c++) {
            requireSame(found, c + 1, table.column(names.get(c)), row);
          }
        }
      }
      assertThat(found.next()).isFalse();
    }
  }

  private static void requireSame(ResultSet found, int at, Column column, int row)
      throws SQLException {
    Object value = found.getObject(at);
    boolean same;
    if (column instanceof Column.Longs longs) {
      same = value instanceof Long n && n == longs.values()[row];
    } else if (column instanceof Column.Texts texts) {
      String text = texts.codes()[row] < 0 ? null : texts.text(row);
      same =
          texts.dictionary().equals(BOOLEAN)
              ? String.valueOf(value).equals(String.valueOf(text))
              : java.util.Objects.equals(value, text);
    } else if (Double.isNaN(column.number(row))) {
      same = value == null;
    } else if (column instanceof Column.Floats floats) {
      same = value instanceof Float n && n.equals(floats.values()[row]);
    } else {
      same = value instanceof Double n && n.equals(column.number(row));
    }
    if (!same) {
      throw new AssertionError("row " + row + ": " + value + " for " + column.text(row));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 32, 33, 127, 128, 129, 130, 1000, 5000})
  void everyKindOfColumnIsReadAgainWithTheSameBits(int rows) throws Exception {
    for (boolean missing : new boolean[] {false, true}) {
      List<EventTable> tables = List.of(table(rows, rows, missing));
      requireSame(write(tables), tables);
    }
  }

  @Test
  void tablesFollowOneAnotherWithDictionariesOfTheirOwn() throws Exception {
    Column first = new Column.Texts(new int[] {0, 1, -1}, List.of("a", "b"));
    Column second = new Column.Texts(new int[] {1, 1, 0}, List.of("c", "a"));
    List<EventTable> tables =
        List.of(new EventTable(3, Map.of("t", first)), new EventTable(3, Map.of("t", second)));
    requireSame(write(tables), tables);
  }

  @Test
  void rowsPastAGroupComeInTheNext() throws Exception {
    int rows = ParquetTableWriter.GROUP + 5;
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("row", new Column.Longs(IntStream.range(0, rows).asLongStream().toArray()));
    columns.put("score", new Column.Doubles(new SplittableRandom(1).doubles(rows).toArray()));
    List<EventTable> tables = List.of(new EventTable(rows, columns));
    Path file = write(tables);
    requireSame(file, tables);
    // rising numbers take next to nothing, scores their bits
    assertThat(Files.size(file)).isBetween(rows * 8L, rows * 8L + 50_000);
  }

  @Test
  void extremeNumbersKeepTheirBits() throws Exception {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put(
        "long",
        new Column.Longs(new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, Long.MIN_VALUE, 1}));
    columns.put(
        "double",
        new Column.Doubles(
            new double[] {
              -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, 0.0, Double.NaN
            }));
    List<EventTable> tables = List.of(new EventTable(6, columns));
    requireSame(write(tables), tables);
  }

  @Test
  void aTableWithoutRowsKeepsItsColumns() throws Exception {
    List<EventTable> tables = List.of(table(0, 1, false));
    requireSame(write(tables), tables);
  }

  @Test
  void aFileThatWasNotFinishedIsRemoved() throws Exception {
    Path file = folder.resolve("never.parquet");
    try (TableWriter.Sink sink = new ParquetTableWriter().open(file)) {
      sink.append(table(10, 1, false));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> new ParquetTableWriter().open(folder.resolve("no/where.parquet")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no folder");
  }
}
