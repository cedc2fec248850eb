package org.fivesigma.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.data.plain.PlainTable;
import org.fivesigma.data.plain.Values;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The quick way gives what the database gives, or declines. */
class RegularCsvTest {
  private static final CsvFormat COMMAS = new CsvFormat(",", true);

  private Path folder;

  @BeforeEach
  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("regular");
  }

  @AfterEach
  @AfterProperty
  void removeFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private boolean parse(String content, Path copy, int threads, int blockBytes) throws IOException {
    Path file = Files.writeString(folder.resolve("file.csv"), content);
    return new RegularCsv(file, COMMAS, threads, blockBytes).parse(copy, COMMAS::fields);
  }

  private boolean accepts(String content) throws IOException {
    return parse(content, folder.resolve("copy.parquet"), 2, 1 << 16);
  }

  private static String cell(Random random, int column, int row) {
    if (random.nextInt(20) == 0) {
      return "";
    }
    return switch (column % 7) {
      case 0 -> Integer.toString(random.nextInt(2000) - 1000);
      case 1 -> Double.toString(random.nextGaussian());
      case 2 -> Float.toString((float) random.nextGaussian() * 1e10f);
      case 3 -> random.nextBoolean() ? "signal" : "t" + random.nextInt(3);
      case 4 -> row < 2500 ? Integer.toString(row) : row + ".25"; // widened late
      case 5 -> "";
      default -> random.nextInt(50) == 0 ? "nan" : Integer.toString(random.nextInt(9)) + ".5e-3";
    };
  }

  @Property(tries = 12)
  void theCopyHoldsWhatTheDatabaseReads(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4000) int rows,
      @ForAll @IntRange(min = 1, max = 3) int threads)
      throws Exception {
    Random random = new Random(seed);
    String end = random.nextBoolean() ? "\n" : "\r\n";
    int width = 2 + random.nextInt(13);
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < width; c++) {
      text.append(c == 0 ? "" : ",").append('c').append(c);
    }
    for (int row = 0; row < rows; row++) {
      text.append(end);
      for (int c = 0; c < width; c++) {
        String cell = cell(random, c, row);
        text.append(c == 0 ? "" : ",").append(row == 0 && cell.isEmpty() && c == 0 ? "1" : cell);
      }
    }
    if (random.nextBoolean()) {
      text.append(end);
    }
    Path copy = folder.resolve("copy.parquet");
    assertThat(parse(text.toString(), copy, threads, 1 << (12 + random.nextInt(8)))).isTrue();
    check(folder.resolve("file.csv"), copy);
  }

  private static void check(Path file, Path copy) throws Exception {
    try (DuckDb db = DuckDb.open(2);
        PlainTable table = PlainTable.open(copy).orElseThrow()) {
      List<String[]> read =
          db.rows("SELECT * FROM read_parquet(" + Sql.text(copy.toString()) + ")");
      int width = table.columns().size();
      List<String[]> expected =
          db.rows(
              "SELECT * FROM read_csv("
                  + Sql.text(file.toString())
                  + ", header=true, auto_detect=false, delim=',', columns={"
                  + String.join(
                      ", ",
                      table.columns().stream()
                          .map(c -> Sql.text(c.name()) + ": " + Sql.text(type(c.kind())))
                          .toList())
                  + "})");
      assertThat(read).hasSameSizeAs(expected);
      for (int row = 0; row < read.size(); row++) {
        for (int c = 0; c < width; c++) {
          String want = expected.get(row)[c];
          boolean number = table.columns().get(c).kind() == Values.Kind.DOUBLE;
          assertThat(read.get(row)[c]).isEqualTo(want == null && number ? "NaN" : want);
        }
      }
      int row = 0;
      for (int g = 0; g < table.groups(); g++) {
        for (int c = 0; c < width; c++) {
          Values values = table.values(g, c);
          for (int i = 0; i < table.rows(g); i++) {
            assertThat(text(values, i)).isEqualTo(read.get(row + i)[c]);
          }
        }
        row += table.rows(g);
      }
      assertThat(row).isEqualTo(read.size());
    }
  }

  private static String type(Values.Kind kind) {
    return switch (kind) {
      case DOUBLE -> "DOUBLE";
      case LONG -> "BIGINT";
      case TEXT -> "VARCHAR";
    };
  }

  private static String text(Values values, int row) {
    if (values instanceof Values.Doubles doubles) {
      return Double.toString(doubles.values()[row]);
    }
    if (values instanceof Values.Longs longs) {
      return longs.missing().get(row) ? null : Long.toString(longs.values()[row]);
    }
    Values.Texts texts = (Values.Texts) values;
    return texts.codes()[row] < 0 ? null : texts.dictionary().get(texts.codes()[row]);
  }

  @Test
  void whatIsNotRegularIsDeclined() throws IOException {
    assertThat(accepts("a,b\n1,2\n3,4\n")).isTrue();
    for (String irregular :
        List.of(
            "a,b\n",
            "a,b\n1,2\n3\n",
            "a,b\n1,2\n3,4,5\n",
            "a,b\n1,2\n\n3,4\n",
            "a,b\n1,2\r\n3,4\n",
            "a,b\r\n1,2\n3,4\r\n",
            "a,b\n1,\"2\"\n",
            "\"a\",b\n1,2\n",
            "a,b\n1, 2\n",
            "a,b\nx ,2\n",
            "a,b\n1,true\n",
            "a,b\n1,007\n",
            "a,b\n1,12345678901234567\n",
            "a,b\n1,1e999\n",
            "a,b\n1,é\n",
            "a,b\n1,+2\n",
            "a,b\n" + "1,\n".repeat(3000) + "1,5\n",
            "a,b\n" + "1,2\n".repeat(3000) + "1,text\n",
            "a,b\n1," + "x".repeat(100_000) + "\n")) {
      assertThat(accepts(irregular))
          .as(irregular.substring(0, Math.min(20, irregular.length())))
          .isFalse();
    }
  }

  @Test
  void manyTextsNeedWiderCodes() throws Exception {
    StringBuilder text = new StringBuilder("id,x\n");
    for (int row = 0; row < 70_000; row++) {
      text.append("event-").append(row).append(",1.5\n");
    }
    Path copy = folder.resolve("copy.parquet");
    assertThat(parse(text.toString(), copy, 2, 4 << 20)).isTrue();
    check(folder.resolve("file.csv"), copy);
  }

  @Test
  void gzFilesAreReadAndOnesCutShortFail() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(bytes)) {
      gz.write(("a,b\n" + "1,2.5\n".repeat(50_000)).getBytes(StandardCharsets.US_ASCII));
    }
    Path file = folder.resolve("file.csv.gz");
    Path copy = folder.resolve("copy.parquet");
    Files.write(file, bytes.toByteArray());
    assertThat(new RegularCsv(file, COMMAS, 2).parse(copy, COMMAS::fields)).isTrue();
    check(file, copy);
    Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 4));
    boolean whole;
    try {
      whole = new RegularCsv(file, COMMAS, 2).parse(copy, COMMAS::fields);
    } catch (IOException cut) {
      whole = false;
    }
    assertThat(whole).isFalse();
  }
}
