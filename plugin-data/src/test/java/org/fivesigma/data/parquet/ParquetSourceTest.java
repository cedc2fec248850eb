package org.fivesigma.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fivesigma.data.Loading;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetSourceTest {
  @TempDir Path folder;

  private static ParquetSource parquet(Path... files) {
    return new ParquetSource(new ParquetOptions(List.of(files)));
  }

  @Test
  void csvAndParquetTwinsGiveTheSameTable() {
    Path csv = SharedFiles.data("fair_universe/FAIR_Universe_HiggsML_sample1000.csv.gz");
    Path twin = SharedFiles.data("fair_universe/FAIR_Universe_HiggsML_sample1000.parquet");
    Loading fromCsv = new Loading(folder).from(Loading.csv(csv));
    Loading fromParquet = new Loading(folder).from(parquet(twin));
    List<String> names = List.copyOf(fromParquet.schema().keySet());
    assertThat(List.copyOf(fromCsv.schema().keySet())).isEqualTo(names);
    String[] numeric =
        fromParquet.schema().entrySet().stream()
            .filter(e -> e.getValue().numeric())
            .map(java.util.Map.Entry::getKey)
            .toArray(String[]::new);
    Loaded a =
        fromCsv.missing(-25).want(As.FLOAT, numeric).want(As.NATURAL, "detailed_labels").load();
    Loaded b =
        fromParquet.missing(-25).want(As.FLOAT, numeric).want(As.NATURAL, "detailed_labels").load();
    assertThat(a.table().rows()).isEqualTo(1000).isEqualTo(b.table().rows());
    for (String name : numeric) {
      float[] x = ((Column.Floats) a.table().column(name)).values();
      float[] y = ((Column.Floats) b.table().column(name)).values();
      for (int i = 0; i < x.length; i++) {
        // the csv holds the shortest decimals of the floats
        assertThat(Math.abs(x[i] - y[i]) <= 1e-6 * Math.abs(y[i]) || Float.isNaN(y[i]))
            .as("%s[%d]: %s, %s", name, i, x[i], y[i])
            .isTrue();
        assertThat(Float.isNaN(x[i])).isEqualTo(Float.isNaN(y[i]));
      }
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(a.table().column("detailed_labels").text(i))
          .isEqualTo(b.table().column("detailed_labels").text(i));
    }
  }

  @Test
  void typesAreKeptAndAFileCutShortIsRefused() throws Exception {
    Path file = folder.resolve("t.parquet");
    try (DuckDb db = DuckDb.open(1)) {
      db.execute(
          "COPY (SELECT 1.5::FLOAT AS f, 18446744073709551615::UBIGINT AS u, 3.25::DECIMAL(9,2) AS"
              + " d, [1, 2] AS l, DATE '2024-01-01' AS day, TRUE AS b) TO '"
              + file
              + "' (FORMAT parquet)");
    }
    Loading loading = new Loading(folder).from(parquet(file));
    assertThat(loading.schema())
        .containsEntry("u", ColumnType.INTEGER)
        .containsEntry("l", ColumnType.OTHER)
        .containsEntry("day", ColumnType.OTHER)
        .containsEntry("b", ColumnType.INTEGER);
    Loaded loaded = loading.want(As.FLOAT, "f", "d", "b").want(As.ID, "u").load();
    assertThat(loaded.table().column("u").text(0)).isEqualTo("18446744073709551615");
    assertThat(loaded.table().column("d").number(0)).isEqualTo(3.25);
    assertThat(loaded.table().column("b").number(0)).isEqualTo(1);
    UserError list =
        catchThrowableOfType(
            UserError.class,
            () -> new Loading(folder).from(parquet(file)).want(As.FLOAT, "l").load());
    assertThat(list.code()).isEqualTo("not-a-number");

    byte[] bytes = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.parquet");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 20));
    UserError error =
        catchThrowableOfType(
            UserError.class, () -> new Loading(folder).from(parquet(cut)).schema());
    assertThat(error.code()).isEqualTo("broken-file");
    assertThat(error.key()).contains("data.source.path");
  }
}
