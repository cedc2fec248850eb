package org.fivesigma.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.fivesigma.data.Loading;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.parquet.ParquetOptions;
import org.fivesigma.data.parquet.ParquetSource;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.fivesigma.spi.data.TableLoader.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamTest {
  @TempDir Path folder;

  private static Loading twoSources(Path folder) throws IOException {
    StringBuilder first = new StringBuilder("id,x,label,w\n");
    StringBuilder second = new StringBuilder("id,x,label,w\n");
    for (int i = 0; i < 60; i++) {
      first.append(i + ",").append(i % 7 == 0 ? "" : i * 0.5).append(",").append(i % 2);
      first.append(",1.5\n");
      second.append((1000 + i) + "," + i * 0.25 + ",").append(i == 59 ? "" : i % 2).append(",2\n");
    }
    Path a = Files.writeString(folder.resolve("a.csv"), first);
    Path b = Files.writeString(folder.resolve("b.csv"), second);
    return new Loading(folder.resolve("cache"))
        .from(Loading.csv(a))
        .from(Loading.csv(b))
        .select("row % 5 <> 3")
        .want(As.ID, "id")
        .want(As.FLOAT, "x")
        .want(As.NATURAL, "label")
        .want(As.DOUBLE, "w");
  }

  @Property(tries = 25)
  void piecesJoinedAreTheTable(@ForAll @IntRange(min = 1, max = 130) int rows) throws IOException {
    Path folder = Files.createTempDirectory("stream");
    Loaded whole = twoSources(folder).load();
    List<Loaded> pieces = twoSources(folder).stream(rows);
    int at = 0;
    for (Loaded piece : pieces) {
      assertThat(piece.table().rows()).isBetween(1, rows);
      for (int i = 0; i < piece.table().rows(); i++, at++) {
        assertThat(piece.row()[i]).isEqualTo(whole.row()[at]);
        assertThat(piece.source()[i]).isEqualTo(whole.source()[at]);
        for (String name : whole.table().names()) {
          assertThat(piece.table().column(name).text(i))
              .isEqualTo(whole.table().column(name).text(at));
        }
      }
    }
    assertThat(at).isEqualTo(whole.table().rows());
    assertThat(pieces.get(pieces.size() - 1).accounts()).isEqualTo(whole.accounts());
  }

  @Test
  void everyPieceHoldsAColumnTheSameWay() throws IOException {
    List<Loaded> pieces = twoSources(folder).stream(10);
    assertThat(pieces).hasSizeGreaterThan(5);
    assertThat(pieces)
        .allSatisfy(
            piece -> {
              assertThat(piece.table().column("label")).isInstanceOf(Column.Doubles.class);
              assertThat(piece.table().column("id")).isInstanceOf(Column.Longs.class);
            });
  }

  @Test
  void idsThatAreNotAllWholeAreTextInEveryPiece() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "id,x\n1.0,1\n2.0,2\n3.5,3\n");
    List<Loaded> pieces =
        new Loading(folder.resolve("cache")).from(Loading.csv(file)).want(As.ID, "id").stream(1);
    assertThat(pieces)
        .extracting(p -> p.table().column("id").text(0))
        .containsExactly("1.0", "2.0", "3.5");
    assertThat(pieces)
        .allSatisfy(p -> assertThat(p.table().column("id")).isInstanceOf(Column.Texts.class));
  }

  @Test
  void nothingSelectedIsOneEmptyPieceWithItsAccount() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "x\n1\n2\n");
    List<Loaded> pieces =
        new Loading(folder.resolve("cache"))
            .from(Loading.csv(file)).select("x > 5").want(As.FLOAT, "x").stream(1);
    assertThat(pieces).hasSize(1);
    assertThat(pieces.get(0).table().rows()).isZero();
    assertThat(pieces.get(0).accounts().get(0).rowsRead()).isEqualTo(2);
  }

  @Test
  void anErrorInALaterPieceCountsFromTheFirst() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "x\n1.5\n2\n3\n4\ninf\n6\n");
    UserError error =
        catchThrowableOfType(
            UserError.class,
            () ->
                new Loading(folder.resolve("cache"))
                    .from(Loading.csv(file)).want(As.FLOAT, "x").stream(2));
    assertThat(error).hasMessageContaining("selected event 4 (counted from 0)");
  }

  /**
   * 24 columns of three million rows are 290 MB; a stream of them must not hold a tenth of that.
   */
  @Test
  void memoryStaysBoundedOverMillionsOfRows() throws Exception {
    Path file = folder.resolve("big.parquet");
    int rows = 3_000_000;
    List<Wanted> wanted = new ArrayList<>();
    StringBuilder columns = new StringBuilder("range AS id");
    for (int c = 0; c < 24; c++) {
      columns.append(", (range * ").append(c + 1).append(" % 1000)::FLOAT AS x").append(c);
      wanted.add(new Wanted("x" + c, As.FLOAT));
    }
    wanted.add(new Wanted("id", As.ID));
    try (DuckDb db = DuckDb.open(2)) {
      db.execute(
          "COPY (SELECT "
              + columns
              + " FROM range("
              + rows
              + ")) TO '"
              + file
              + "' (FORMAT parquet)");
    }
    SourceSpec spec = Loading.spec(new ParquetSource(new ParquetOptions(List.of(file))));
    TableLoader.Request request =
        new TableLoader.Request(
            List.of(spec),
            List.of(),
            java.util.Set.of(),
            java.util.Map.of(),
            java.util.Map.of(),
            Optional.empty());
    SourceContext context =
        new SourceContext(folder, folder.resolve("cache"), 2, new Seeds(1), line -> {});
    long[] seen = new long[2];
    new DuckDbTableLoader()
        .stream(
            request,
            wanted,
            1 << 15,
            context,
            piece -> {
              Column.Longs id = (Column.Longs) piece.table().column("id");
              assertThat(id.values()[0]).isEqualTo(seen[0]);
              seen[0] += id.size();
              if (seen[0] % (1 << 20) == 0) {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                seen[1] = Math.max(seen[1], runtime.totalMemory() - runtime.freeMemory());
              }
            });
    assertThat(seen[0]).isEqualTo(rows);
    assertThat(seen[1]).as("live heap in bytes").isLessThan(60L << 20);
  }
}
