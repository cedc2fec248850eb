package org.fivesigma.spi.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Turns sources into one event table (kind {@code loader}; one is installed): files → rows →
 * missing → set → derive → source select → select. In SQL expressions a missing value is NULL; a
 * NULL result is missing.
 */
public interface TableLoader {
  /**
   * The columns after {@code derive}, without reading the data, with the built-in column {@code
   * row} left out.
   *
   * @throws org.fivesigma.spi.UserError keyed by the path in the file: {@code data.source[1].path},
   *     {@code data.derive.d_r}
   */
  Map<String, ColumnType> schema(Request request, SourceContext context);

  /**
   * How many raw rows the sources have, where that is known without reading the data: for progress.
   *
   * @throws org.fivesigma.spi.UserError as {@link #schema}
   */
  default OptionalLong rows(Request request, SourceContext context) {
    return OptionalLong.empty();
  }

  /**
   * Reads the columns wanted.
   *
   * @throws org.fivesigma.spi.UserError as {@link #schema}, and for a broken row with file and line
   */
  Loaded load(Request request, List<Wanted> columns, SourceContext context);

  /**
   * Reads the columns wanted piece by piece, in order, in bounded memory.
   *
   * @param rows most rows of a piece
   * @param into takes each piece; {@link Loaded#accounts} is complete in the last one
   */
  default void stream(
      Request request,
      List<Wanted> columns,
      int rows,
      SourceContext context,
      Consumer<Loaded> into) {
    into.accept(load(request, columns, context));
  }

  /**
   * What to read.
   *
   * @param sources concatenated by column name; a column that one of several lacks is missing there
   * @param missing numbers that mean "missing"
   * @param notMissing columns these numbers do not apply to: label, weights, process, ids, the
   *     split's
   * @param set replaced read columns, by SQL over the read columns (systematic variations); before
   *     derive
   * @param derive new columns by SQL, in order
   * @param select SQL condition over read and derived columns
   */
  record Request(
      List<SourceSpec> sources,
      List<Double> missing,
      Set<String> notMissing,
      Map<String, String> set,
      Map<String, String> derive,
      Optional<String> select) {}

  /**
   * A column to read and the type to hold it in.
   *
   * @param key the place in the file that asks for it, for errors: {@code data.weight}
   */
  record Wanted(String name, As as, Optional<String> key) {
    /** A column that no key asks for. */
    public Wanted(String name, As as) {
      this(name, as, Optional.empty());
    }
  }

  /** How a column is held in memory. */
  enum As {
    /**
     * float32: features. A text column is an error with the first text that is no number and its
     * row.
     */
    FLOAT,
    /** float64: weights and numbers that must not be rounded. */
    DOUBLE,
    /** 64-bit integers if the column is integer (no missing allowed), else text: ids. */
    ID,
    /** As it is: integers, doubles or text: labels, processes, spectators, split columns. */
    NATURAL
  }

  /**
   * The table and the account of its rows.
   *
   * @param table the columns wanted, in order; the selected rows only, in the order of the sources
   * @param row 0-based raw row over all sources, one per event
   * @param source index of the source, one per event
   * @param accounts one per source
   */
  record Loaded(EventTable table, long[] row, int[] source, List<Account> accounts) {}

  /**
   * What was read of one source: rows are never dropped silently.
   *
   * @param files the files with their SHA-256
   * @param digest of the whole source (of the files, or of the generator)
   * @param rowsRead raw rows after {@code rows}
   * @param rowsSelected rows after select
   * @param weightOfAll Σ weight over all raw rows read, when the source has a cross-section: of
   *     {@link SourceSpec#weight}, which the caller sets to {@code data.weight} where the source
   *     says nothing; 1 each without either
   */
  record Account(
      Map<String, String> files,
      String digest,
      long rowsRead,
      long rowsSelected,
      double weightOfAll) {}
}
