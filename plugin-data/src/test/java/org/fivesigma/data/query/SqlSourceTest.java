package org.fivesigma.data.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Optional;
import org.fivesigma.data.Loading;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlSourceTest {
  @TempDir Path folder;

  private Loading loading(String query, Path database) {
    return new Loading(folder.resolve("cache"))
        .from(new SqlSource(new SqlOptions(query, Optional.ofNullable(database))));
  }

  @Test
  void aQueryOverFilesIsTheTableAndFollowsTheFile() throws Exception {
    Path csv = folder.resolve("a.csv");
    Files.writeString(csv, "x,y\n1,2\n3,4\n5,6\n");
    String query = "select x, x * y as xy from '" + csv + "' where x > 1 order by x desc;";
    Loaded loaded = loading(query, null).want(As.FLOAT, "x", "xy").load();
    assertThat(loaded.table().column("xy").number(0)).isEqualTo(30);
    assertThat(loaded.table().rows()).isEqualTo(2);
    assertThat(loaded.accounts().get(0).files()).containsKey(csv.toString());
    Files.writeString(csv, "x,y\n10,2\n3,4\n5,6\n7,8\n");
    assertThat(loading(query, null).want(As.FLOAT, "x").load().table().column("x").number(0))
        .isEqualTo(10);
  }

  @Test
  void aDuckDbDatabaseIsQueried() throws Exception {
    Path file = folder.resolve("events.duckdb");
    try (DuckDb db = DuckDb.openFile(file, 1)) {
      db.execute("CREATE TABLE events AS SELECT range AS id, range * 0.5 AS x FROM range(10)");
    }
    Loaded loaded =
        loading("select * from events where id >= 5", file)
            .want(As.ID, "id")
            .want(As.FLOAT, "x")
            .load();
    assertThat(loaded.table().rows()).isEqualTo(5);
    assertThat(loaded.table().column("x").number(4)).isEqualTo(4.5);
  }

  @Test
  void aSqliteDatabaseIsQueriedAndItsValuesDecideTheTypes() throws Exception {
    Path file = folder.resolve("events.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE e (id INTEGER, x, label TEXT, n)");
      statement.execute(
          "INSERT INTO e VALUES (1, 2, 's', NULL), (9007199254740993, 2.5, 'b', NULL), (3, NULL,"
              + " 's', NULL)");
    }
    Loading loading = loading("select * from e", file);
    assertThat(loading.schema())
        .containsEntry("id", ColumnType.INTEGER)
        .containsEntry("x", ColumnType.FLOATING)
        .containsEntry("label", ColumnType.TEXT)
        .containsEntry("n", ColumnType.FLOATING);
    Loaded loaded =
        loading.want(As.ID, "id").want(As.FLOAT, "x", "n").want(As.NATURAL, "label").load();
    assertThat(loaded.table().column("id").text(1)).isEqualTo("9007199254740993");
    assertThat(loaded.table().column("x").number(2)).isNaN();
    assertThat(loaded.table().column("label").text(1)).isEqualTo("b");
  }

  @Test
  void mistakesPointAtTheirOption() throws Exception {
    UserError syntax =
        catchThrowableOfType(UserError.class, () -> loading("selec 1", null).schema());
    assertThat(syntax.code()).isEqualTo("sql-error");
    assertThat(syntax.key()).contains("data.source.query");
    UserError table =
        catchThrowableOfType(
            UserError.class, () -> loading("select * from nowhere", null).schema());
    assertThat(table.getMessage()).contains("nowhere");
    UserError missing =
        catchThrowableOfType(
            UserError.class, () -> loading("select 1", folder.resolve("no.db")).schema());
    assertThat(missing.code()).isEqualTo("missing-file");
    assertThat(missing.key()).contains("data.source.database");
    Path noDatabase = Files.writeString(folder.resolve("text.db"), "not a database at all");
    UserError broken =
        catchThrowableOfType(UserError.class, () -> loading("select 1", noDatabase).schema());
    assertThat(broken.code()).isEqualTo("broken-file");
    Path sqlite = folder.resolve("e.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sqlite);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE e (id INTEGER)");
    }
    UserError inSqlite =
        catchThrowableOfType(UserError.class, () -> loading("select no from e", sqlite).schema());
    assertThat(inSqlite.key()).contains("data.source.query");
  }
}
