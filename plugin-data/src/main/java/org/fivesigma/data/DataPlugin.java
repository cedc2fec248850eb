package org.fivesigma.data;

import java.util.List;
import org.fivesigma.data.csv.CsvOptions;
import org.fivesigma.data.csv.CsvSource;
import org.fivesigma.data.explore.DataExplorer;
import org.fivesigma.data.fetch.LocalDataStore;
import org.fivesigma.data.load.DuckDbTableLoader;
import org.fivesigma.data.parquet.ParquetOptions;
import org.fivesigma.data.parquet.ParquetSource;
import org.fivesigma.data.query.SqlOptions;
import org.fivesigma.data.query.SqlSource;
import org.fivesigma.data.root.RootOptions;
import org.fivesigma.data.root.RootSource;
import org.fivesigma.data.split.ColumnOptions;
import org.fivesigma.data.split.ColumnSplit;
import org.fivesigma.data.split.FractionOptions;
import org.fivesigma.data.split.FractionSplit;
import org.fivesigma.data.split.HashOptions;
import org.fivesigma.data.split.HashSplit;
import org.fivesigma.data.split.KFoldOptions;
import org.fivesigma.data.split.KFoldSplit;
import org.fivesigma.data.split.ModuloOptions;
import org.fivesigma.data.split.ModuloSplit;
import org.fivesigma.data.split.RowsOptions;
import org.fivesigma.data.split.RowsSplit;
import org.fivesigma.data.toy.ToyOptions;
import org.fivesigma.data.toy.ToySource;
import org.fivesigma.data.write.DuckDbTableWriter;
import org.fivesigma.data.write.ParquetTableWriter;
import org.fivesigma.spi.data.DataStore;
import org.fivesigma.spi.explore.Explorer;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;

/** Offers the sources, the splits and the loader. */
public final class DataPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-data";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(
            Kinds.LOADER,
            "duckdb",
            "Reads sources through an embedded DuckDB.",
            DuckDbTableLoader::new),
        Extension.of(Kinds.TABLE_WRITER, "parquet", "Parquet files.", ParquetTableWriter::new),
        Extension.of(
            Kinds.TABLE_WRITER,
            "csv",
            "Text files of comma-separated fields with a header, plain, .gz or .zst.",
            DuckDbTableWriter::csv),
        Extension.of(
            Explorer.KIND,
            "statistics",
            "Histograms, separation, drift and what looks wrong.",
            DataExplorer::new),
        Extension.of(
            DataStore.KIND,
            "local",
            "Fetches public data sets and keeps parsed copies on this machine.",
            LocalDataStore::new),
        Extension.of(
            Kinds.SOURCE,
            "csv",
            "Text files of separated fields, plain, .gz or .zst.",
            CsvOptions.class,
            CsvSource::new),
        Extension.of(
            Kinds.SOURCE,
            "parquet",
            "Parquet files, read as they are.",
            ParquetOptions.class,
            ParquetSource::new),
        Extension.of(
            Kinds.SOURCE,
            "root",
            "Trees of ROOT files, converted once with uproot.",
            RootOptions.class,
            RootSource::new),
        Extension.of(
            Kinds.SOURCE,
            "sql",
            "The result of a query over files or a DuckDB or SQLite database.",
            SqlOptions.class,
            SqlSource::new),
        Extension.of(
            Kinds.SOURCE,
            "toy",
            "Events of a seeded Monte Carlo generator; needs no file.",
            ToyOptions.class,
            ToySource::new),
        Extension.of(
            Kinds.SPLIT,
            "stratified",
            "Draws parts at random, each class and process by itself.",
            FractionOptions.class,
            o -> new FractionSplit(o, true)),
        Extension.of(
            Kinds.SPLIT,
            "random",
            "Draws parts at random from all events together.",
            FractionOptions.class,
            o -> new FractionSplit(o, false)),
        Extension.of(
            Kinds.SPLIT,
            "column",
            "Parts by the values of a column.",
            ColumnOptions.class,
            ColumnSplit::new),
        Extension.of(
            Kinds.SPLIT,
            "rows",
            "Parts by ranges of the raw row.",
            RowsOptions.class,
            RowsSplit::new),
        Extension.of(
            Kinds.SPLIT,
            "modulo",
            "Parts by the remainder of an integer column.",
            ModuloOptions.class,
            ModuloSplit::new),
        Extension.of(
            Kinds.SPLIT, "hash", "Parts by the hash of the id.", HashOptions.class, HashSplit::new),
        Extension.of(
            Kinds.SPLIT,
            "k_fold",
            "Folds for cross-evaluation: every event is scored by a model that did not see it.",
            KFoldOptions.class,
            KFoldSplit::new));
  }
}
