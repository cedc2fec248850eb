package org.fivesigma.data.parquet;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.data.files.DataFiles;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Source;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceData;

/** Parquet files, read as they are. */
public final class ParquetSource implements Source {
  private final ParquetOptions options;

  /** A source of the files that the options name. */
  public ParquetSource(ParquetOptions options) {
    this.options = options;
  }

  @Override
  public SourceData open(SourceContext context) {
    List<Path> files = DataFiles.expand(options.path());
    try (DuckDb db = DuckDb.open(1)) {
      for (Path file : files) {
        check(db, file);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the embedded database failed", e);
    }
    return new SourceData.Relation(relation(files), files);
  }

  /** The table expression of files, in their order. */
  public static String relation(List<Path> files) {
    return "read_parquet("
        + Sql.texts(files)
        + (files.size() > 1 ? ", union_by_name=true" : "")
        + ")";
  }

  /** Reads a file's footer, which a file cut short has lost. */
  private static void check(DuckDb db, Path file) {
    try {
      db.rows("SELECT num_rows FROM parquet_file_metadata(" + Sql.text(file.toString()) + ")");
    } catch (SQLException e) {
      throw UserError.of(
              "broken-file",
              "'" + file + "' is no whole Parquet file: " + DuckDb.message(e).split("\n", 2)[0])
          .at("path")
          .because(e);
    }
  }
}
