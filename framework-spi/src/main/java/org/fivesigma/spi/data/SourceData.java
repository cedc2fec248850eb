package org.fivesigma.spi.data;

import java.nio.file.Path;
import java.util.List;

/** What a source found. */
public sealed interface SourceData {
  /**
   * Data that the table loader reads by itself (DuckDB reads csv, Parquet, attached databases).
   *
   * @param relation a SQL table expression such as {@code read_parquet(['/a.parquet'])} whose row
   *     order is fixed
   * @param files the files behind it, for the digest; may be empty (a database query)
   * @param whole Parquet files whose rows, one file after the other, are the relation's; empty
   *     where the relation is something else
   */
  record Relation(String relation, List<Path> files, List<Path> whole) implements SourceData {
    public Relation {
      files = List.copyOf(files);
      whole = List.copyOf(whole);
    }

    /** A relation of any kind. */
    public Relation(String relation, List<Path> files) {
      this(relation, files, List.of());
    }
  }

  /**
   * Data in memory.
   *
   * @param digest identifies the content, as a checksum or as generator, options and seed
   */
  record Table(EventTable table, String digest) implements SourceData {}
}
