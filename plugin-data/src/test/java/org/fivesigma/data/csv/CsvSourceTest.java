package org.fivesigma.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.fivesigma.data.Loading;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Loading loading() {
    return new Loading(folder.resolve("cache"));
  }

  private UserError error(Path file) {
    return catchThrowableOfType(UserError.class, () -> loading().from(Loading.csv(file)).schema());
  }

  private static byte[] gz(String content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(out)) {
      gz.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void numbersAreTheDoublesNearestToTheirDecimals() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder text = new StringBuilder("x\n");
    double[] expected = new double[20_000];
    for (int i = 0; i < expected.length; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      value = Double.isFinite(value) && i % 2 == 0 ? value : random.nextDouble() * 1000;
      String written =
          i % 3 == 0 ? Double.toString(value) : String.format(Locale.ROOT, "%.18e", value);
      expected[i] = Double.parseDouble(written);
      text.append(written).append('\n');
    }
    Loaded loaded =
        loading().from(Loading.csv(file("n.csv", text.toString()))).want(As.DOUBLE, "x").load();
    assertThat(((Column.Doubles) loaded.table().column("x")).values()).containsExactly(expected);
  }

  @Test
  void integersKeepAllTheirDigits() throws IOException {
    Path file = file("i.csv", "a,b,c,d\n9007199254740993,18446744073709551616,007,1\n2,3,010,2\n");
    Loaded loaded = loading().from(Loading.csv(file)).want(As.ID, "a", "b", "c", "d").load();
    assertThat(loaded.table().column("a").text(0)).isEqualTo("9007199254740993");
    assertThat(loaded.table().column("b").text(0)).isEqualTo("18446744073709551616");
    assertThat(loaded.table().column("c").text(0)).isEqualTo("007");
    assertThat(loaded.table().column("d")).isInstanceOf(Column.Longs.class);
  }

  @Test
  void aColumnThatBeginsAsIntegersIsNotRoundedLater() throws IOException {
    StringBuilder text = new StringBuilder("x,y,z\n");
    for (int i = 0; i < 30_000; i++) {
      text.append(i == 25_000 ? "1.5" : i).append(',');
      text.append(i == 26_000 ? "late" : i + 0.5).append(',');
      text.append(i == 27_000 ? "12345678901234567890" : i).append('\n');
    }
    Loading loading =
        loading().from(Loading.csv(file("late.csv", text.toString()))).want(As.NATURAL, "x", "y");
    Loaded loaded = loading.load();
    assertThat(loaded.table().column("x").number(25_000)).isEqualTo(1.5);
    assertThat(loaded.table().column("y").text(26_000)).isEqualTo("late");
    assertThat(loading.log).anyMatch(line -> line.contains("'y'") && line.contains("26002"));
  }

  @Test
  void aRowWithTooFewFieldsNamesFileAndLine() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 200_000; i++) {
      text.append(i == 150_000 ? "1,2\n" : "1,2,3\n");
    }
    UserError error = error(file("few.csv", text.toString()));
    assertThat(error.code()).isEqualTo("broken-row");
    assertThat(error.getMessage())
        .contains("few.csv', line 150002")
        .contains("expected 3 fields, found 2")
        .contains("1,2");
    assertThat(error.key()).contains("data.source.path");
  }

  @Test
  void aGzFileCutShortIsRefusedEvenAtTheEndOfALine() throws IOException {
    byte[] whole = gz("a,b\n" + "1,2\n".repeat(100_000));
    Path inTrailer = folder.resolve("trailer.csv.gz");
    Files.write(inTrailer, Arrays.copyOf(whole, whole.length - 4));
    assertThat(error(inTrailer).code()).isEqualTo("truncated-file");
    Path inMiddle = folder.resolve("middle.csv.gz");
    Files.write(inMiddle, Arrays.copyOf(whole, whole.length / 2));
    assertThat(error(inMiddle).code()).isEqualTo("truncated-file");
    Path noGz = folder.resolve("none.csv.gz");
    Files.writeString(noGz, "a,b\n1,2\n");
    assertThat(error(noGz).code()).isEqualTo("broken-file");
  }

  @Test
  void filesThatCannotBeATableAreRefused() throws IOException {
    assertThat(error(folder.resolve("nowhere.csv")).code()).isEqualTo("missing-file");
    file("data_2024.csv", "a\n1\n");
    assertThat(error(folder.resolve("data_2023.csv")).hint())
        .contains("did you mean 'data_2024.csv'?");
    assertThat(error(folder.resolve("x*.csv")).code()).isEqualTo("no-match");
    assertThat(error(file("empty.csv", "")).code()).isEqualTo("empty-file");
    assertThat(error(folder).code()).isEqualTo("not-a-file");
    UserError noHeader = error(file("no_header.csv", "1.0,2,3\n4,5,6\n"));
    assertThat(noHeader.code()).isEqualTo("no-header");
    assertThat(noHeader.hint().orElseThrow()).contains("header: false");
    assertThat(error(file("twice.csv", "a,b,a\n1,2,3\n")).code()).isEqualTo("duplicate-column");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "a,b\n1,é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(error(latin).code()).isEqualTo("not-utf8");
    UserError headerOnly =
        catchThrowableOfType(
            UserError.class,
            () ->
                loading()
                    .from(Loading.csv(file("header.csv", "a,b\n")))
                    .want(As.FLOAT, "a")
                    .load());
    assertThat(headerOnly.code()).isEqualTo("empty-source");
  }

  @Test
  void quotesLineEndsByteOrderMarksAndDelimitersAreUnderstood() throws IOException {
    Path file =
        file("q.csv", "\uFEFFa,\"b, c\",d\r\n1,\"x,\"\"y\"\"\",2\r\n3,\"two\r\nlines\",4\r\n");
    Loaded loaded =
        loading().from(Loading.csv(file)).want(As.NATURAL, "a", "b, c").want(As.FLOAT, "d").load();
    assertThat(loaded.table().rows()).isEqualTo(2);
    assertThat(loaded.table().column("b, c").text(0)).isEqualTo("x,\"y\"");
    assertThat(loaded.table().column("d").number(1)).isEqualTo(4);

    CsvSource tabs =
        new CsvSource(
            new CsvOptions(List.of(file("t.tsv", "1\t2\n3\t4\n")), "\t", false, List.of("u", "v")));
    Loaded named = loading().from(tabs).want(As.NATURAL, "v").load();
    assertThat(named.table().column("v").number(1)).isEqualTo(4);
  }

  @Test
  void aLineEndInsideQuotesMayBeAnother() throws IOException {
    for (String end : List.of("\n", "\r\n")) {
      for (String inside : List.of("\n", "\r\n")) {
        String rows = "1,z" + end;
        Path file =
            file(
                "in.csv",
                "a,b" + end + rows.repeat(70_000) + "2,\"x" + inside + "y\"" + end + rows);
        Loaded loaded =
            new Loading(folder.resolve("cache" + end.length() + inside.length()))
                .from(Loading.csv(file))
                .want(As.NATURAL, "a", "b")
                .load();
        assertThat(loaded.table().rows()).isEqualTo(70_002);
        assertThat(loaded.table().column("b").text(70_000)).isEqualTo("x" + inside + "y");
        assertThat(loaded.table().column("a").number(70_001)).isEqualTo(1);
      }
    }
  }

  @Test
  void mixedLineEndsNameTheLineWhereTheyChange() throws IOException {
    Path late = file("late.csv", "a,b\r\n" + "1,2\r\n".repeat(70_000) + "3,4\n" + "5,6\r\n");
    UserError error = error(late);
    assertThat(error.code()).isEqualTo("broken-row");
    assertThat(error.getMessage())
        .contains("late.csv', line 70002: the line ends with LF alone, the first one with CR LF");
    Path early = file("early.csv", "a,b\n1,\"x\ny\"\r\n2,z\n");
    assertThat(error(early).getMessage())
        .contains("early.csv', line 3: the line ends with CR LF, the first one with LF alone");
    Path open = file("open.csv", "a,b\r\n1,2\r\n3,\"x\r\n4,5\r\n");
    assertThat(error(open).code()).isEqualTo("broken-row");
    assertThat(error(open).getMessage()).contains("open.csv', line 3");
  }

  @Test
  void manyColumnsOfWholeNumbersStayWholeInARegularFileAndAreToldOfInAnother() throws IOException {
    StringBuilder header = new StringBuilder("x0");
    StringBuilder row = new StringBuilder("0");
    for (int c = 1; c < 400; c++) {
      header.append(",x").append(c);
      row.append(',').append(c);
    }
    Loading regular = loading().from(Loading.csv(file("r.csv", header + "\n" + row + "\n")));
    Loaded loaded = regular.want(As.NATURAL, "x1", "x399").load();
    assertThat(loaded.table().column("x399")).isInstanceOf(Column.Longs.class);
    assertThat(regular.log).isEmpty();
    Loading quoted =
        loading().from(Loading.csv(file("q.csv", header + ",t\n" + row + ",\"a,b\"\n")));
    Loaded other = quoted.want(As.NATURAL, "x1", "x399").load();
    assertThat(other.table().column("x1")).isInstanceOf(Column.Longs.class);
    assertThat(other.table().column("x399").number(0)).isEqualTo(399);
    assertThat(quoted.log).anyMatch(l -> l.contains("100 columns of whole numbers in '"));
  }

  @Test
  void globsAreReadInLexicographicOrderAndColumnsMatchByName() throws IOException {
    file("part_b.csv", "y,x\n1,2\n");
    file("part_a.csv", "x,y\n3,4.5\n");
    file("part_c.csv", "x\n5\n");
    Loaded loaded =
        loading().from(Loading.csv(folder.resolve("part_*.csv"))).want(As.NATURAL, "x", "y").load();
    Column x = loaded.table().column("x");
    Column y = loaded.table().column("y");
    assertThat(new double[] {x.number(0), x.number(1), x.number(2)}).containsExactly(3, 2, 5);
    assertThat(new double[] {y.number(0), y.number(1), y.number(2)})
        .containsExactly(4.5, 1, Double.NaN);
  }

  @Test
  void tenThousandColumnsAreRead() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < 10_000; c++) {
      text.append(c == 0 ? "" : ",").append('c').append(c);
    }
    for (int r = 0; r < 3; r++) {
      text.append('\n');
      for (int c = 0; c < 10_000; c++) {
        text.append(c == 0 ? "" : ",").append(r * 0.5 + c);
      }
    }
    Loaded loaded =
        loading()
            .from(Loading.csv(file("wide.csv", text.append('\n').toString())))
            .want(As.FLOAT, "c0", "c9999")
            .load();
    assertThat(loaded.table().column("c9999").number(2)).isEqualTo(10000);
  }
}
