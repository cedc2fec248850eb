package org.fivesigma.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.fivesigma.data.Loading;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbTableLoaderTest {
  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Loading loading() {
    return new Loading(folder.resolve("cache"));
  }

  private static UserError error(Loading loading) {
    return catchThrowableOfType(UserError.class, loading::load);
  }

  private static double[] numbers(Loaded loaded, String name) {
    Column column = loaded.table().column(name);
    double[] all = new double[column.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = column.number(i);
    }
    return all;
  }

  @Test
  void stepsComeInTheOrderOfTheLanguage() throws IOException {
    Path file = file("a.csv", "id,x,y,w\n1,2,-999,1\n2,-999,3,1\n3,4,5,-999\n4,8,1,1\n5,1,1,1\n");
    Loaded loaded =
        loading()
            .from(
                Loading.spec(
                    Loading.csv(file),
                    Optional.of(4L),
                    Optional.empty(),
                    Optional.of("s < 100"),
                    Optional.empty()))
            .missing(-999)
            .notMissing("w", "id")
            .set("x", "x * 10")
            .derive("s", "x + row")
            .derive("t", "s + y")
            .select("x > 15")
            .want(As.FLOAT, "x", "s", "t")
            .want(As.DOUBLE, "w")
            .want(As.ID, "id")
            .load();
    // row 1 has a missing x: its comparison is not true; row 3 has s = 83; row 4 is beyond `rows`
    assertThat(loaded.row()).containsExactly(0, 2, 3);
    assertThat(numbers(loaded, "x")).containsExactly(20, 40, 80);
    assertThat(numbers(loaded, "s")).containsExactly(20, 42, 83);
    assertThat(numbers(loaded, "t")).containsExactly(Double.NaN, 47, 84);
    assertThat(numbers(loaded, "w")).containsExactly(1, -999, 1);
    assertThat(loaded.table().column("id")).isInstanceOf(Column.Longs.class);
    assertThat(loaded.accounts()).hasSize(1);
    assertThat(loaded.accounts().get(0).rowsRead()).isEqualTo(4);
    assertThat(loaded.accounts().get(0).rowsSelected()).isEqualTo(3);
  }

  @Test
  void sourcesAreConcatenatedByNameAndRowsCountOn() throws IOException {
    Path a = file("a.csv", "x,n,only_a\n1.5,1,7\n2.5,2,8\n");
    Path b = file("b.csv", "n,x\n3,3\n4.5,4\n");
    Loaded loaded =
        loading()
            .from(Loading.csv(a))
            .from(
                Loading.spec(
                    Loading.csv(b),
                    Optional.empty(),
                    Optional.of("n"),
                    Optional.of("x > 3"),
                    Optional.of(2.0)))
            .derive("r", "row")
            .want(As.NATURAL, "x", "n", "only_a", "r")
            .load();
    assertThat(numbers(loaded, "x")).containsExactly(1.5, 2.5, 4);
    assertThat(numbers(loaded, "n")).containsExactly(1, 2, 4.5);
    assertThat(numbers(loaded, "only_a")).containsExactly(7, 8, Double.NaN);
    assertThat(numbers(loaded, "r")).containsExactly(0, 1, 3);
    assertThat(loaded.row()).containsExactly(0, 1, 3);
    assertThat(loaded.source()).containsExactly(0, 0, 1);
    assertThat(loaded.accounts().get(1).weightOfAll()).isEqualTo(7.5);
    assertThat(loaded.accounts().get(1).rowsRead()).isEqualTo(2);
    assertThat(loaded.accounts().get(1).files().get(b.toString())).hasSize(64);
  }

  @Test
  void missingIsEmptyNanOrACodeAndTheTypeIsKept() throws IOException {
    Path file = file("a.csv", "x,n,t,b\n,1,u,true\nNaN,,v,false\n-7,3,,true\n1,4,u,\n");
    Loading loading = loading().from(Loading.csv(file)).missing(-7).want(As.FLOAT, "x");
    assertThat(loading.schema())
        .containsEntry("x", ColumnType.FLOATING)
        .containsEntry("n", ColumnType.INTEGER)
        .containsEntry("t", ColumnType.TEXT)
        .containsEntry("b", ColumnType.INTEGER);
    Loaded loaded = loading.want(As.NATURAL, "n", "t", "b").load();
    assertThat(numbers(loaded, "x")).containsExactly(Double.NaN, Double.NaN, Double.NaN, 1);
    assertThat(numbers(loaded, "n")).containsExactly(1, Double.NaN, 3, 4);
    Column text = loaded.table().column("t");
    assertThat(new String[] {text.text(0), text.text(1), text.text(2)})
        .containsExactly("u", "v", "");
    assertThat(loaded.table().column("b").text(1)).isEqualTo("false");
  }

  @Test
  void aMistakeInAnExpressionPointsAtItsKey() throws IOException {
    Path file = file("a.csv", "tau_pt,lep_pt\n1,2\n0,3\n");
    UserError unknown =
        error(
            loading().from(Loading.csv(file)).derive("r", "tau_ptt / lep_pt").want(As.FLOAT, "r"));
    assertThat(unknown.code()).isEqualTo("missing-column");
    assertThat(unknown.key()).contains("data.derive.r");
    assertThat(unknown.hint()).contains("did you mean 'tau_pt'?");

    UserError syntax = error(loading().from(Loading.csv(file)).select("tau_pt >"));
    assertThat(syntax.code()).isEqualTo("sql-error");
    assertThat(syntax.key()).contains("data.select");

    UserError two = error(loading().from(Loading.csv(file)).derive("r", "1) , (2"));
    assertThat(two.code()).isEqualTo("sql-error");

    UserError condition = error(loading().from(Loading.csv(file)).select("tau_pt + 1"));
    assertThat(condition.code()).isEqualTo("not-a-condition");

    UserError onData =
        error(loading().from(Loading.csv(file)).derive("l", "ln(tau_pt)").want(As.FLOAT, "l"));
    assertThat(onData.code()).isEqualTo("sql-error");
    assertThat(onData.key()).contains("data.derive.l");
    assertThat(onData.hint().orElseThrow()).contains("try(");
  }

  @Test
  void textInAFeatureIsAnErrorWithItsRow() throws IOException {
    Path file = file("a.csv", "x,y\n1,2\n2,oops\n3,4\n");
    UserError error = error(loading().from(Loading.csv(file)).want(As.FLOAT, "x", "y"));
    assertThat(error.code()).isEqualTo("text-in-column");
    assertThat(error.getMessage()).contains("'y'").contains("'oops'").contains("row 1");
  }

  @Test
  void anInfiniteFeatureIsAnErrorUnlessItMeansMissing() throws IOException {
    Path file = file("a.csv", "x\n1\ninf\n1e300\n");
    UserError error = error(loading().from(Loading.csv(file)).want(As.FLOAT, "x"));
    assertThat(error.code()).isEqualTo("infinite-value");
    Loaded loaded =
        loading()
            .from(Loading.csv(file))
            .missing(Double.POSITIVE_INFINITY, 1e300)
            .want(As.FLOAT, "x")
            .load();
    assertThat(numbers(loaded, "x")).containsExactly(1, Double.NaN, Double.NaN);
  }

  @Test
  void theHiggsmlSampleIsReadAsItsNotesSay() {
    Path file = SharedFiles.data("higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz");
    Loading loading =
        loading()
            .from(Loading.csv(file))
            .missing(-999)
            .notMissing("KaggleWeight", "EventId")
            .want(As.FLOAT, "DER_mass_MMC", "PRI_jet_num")
            .want(As.DOUBLE, "KaggleWeight")
            .want(As.NATURAL, "Label")
            .want(As.ID, "EventId");
    assertThat(loading.schema()).hasSize(35).containsEntry("Label", ColumnType.TEXT);
    Loaded loaded = loading.load();
    assertThat(loaded.table().rows()).isEqualTo(22_889);
    double signal = 0;
    double background = 0;
    for (int i = 0; i < loaded.table().rows(); i++) {
      double w = loaded.table().column("KaggleWeight").number(i);
      if (loaded.table().column("Label").text(i).equals("s")) {
        signal += w;
      } else {
        background += w;
      }
    }
    assertThat(signal).isCloseTo(64.611, within(1e-3));
    assertThat(background).isCloseTo(37467.643, within(1e-3));
    assertThat(Arrays.stream(numbers(loaded, "DER_mass_MMC")).filter(v -> v < -900)).isEmpty();
    assertThat(loaded.table().column("EventId").text(0)).isEqualTo("100000");
  }
}
