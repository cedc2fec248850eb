package org.fivesigma.data.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.data.plain.PlainTable;
import org.fivesigma.data.plain.Values;
import org.fivesigma.spi.data.Column;

/**
 * Joins the pieces of one column. Floats and doubles have a loop each: one for both, with a call
 * for each value, takes half as long again.
 */
final class PlainColumnReader {
  private final String name;
  private final List<PlainPiece> pieces;
  private final int rows;
  private final MissingCodes missing;

  PlainColumnReader(String name, List<PlainPiece> pieces, int rows, MissingCodes missing) {
    this.name = name;
    this.pieces = pieces;
    this.rows = rows;
    this.missing = missing;
  }

  private Values values(PlainPiece piece) throws IOException {
    PlainTable table = piece.table();
    int column = 0;
    while (!table.columns().get(column).name().equals(name)) {
      column++;
    }
    return table.values(piece.group(), column);
  }

  /** Numbers in single precision; missing is NaN. */
  float[] floats() throws IOException {
    float[] all = new float[rows];
    for (PlainPiece piece : pieces) {
      Values values = values(piece);
      int to = piece.from();
      if (values instanceof Values.Doubles doubles) {
        for (int i = 0; i < piece.rows(); i++) {
          all[to + i] = (float) missing.clean(doubles.values()[i]);
        }
      } else {
        Values.Longs longs = (Values.Longs) values;
        for (int i = 0; i < piece.rows(); i++) {
          all[to + i] = isMissing(longs, i) ? Float.NaN : (float) (double) longs.values()[i];
        }
      }
    }
    return all;
  }

  /** Numbers; missing is NaN. */
  double[] doubles() throws IOException {
    double[] all = new double[rows];
    for (PlainPiece piece : pieces) {
      Values values = values(piece);
      int to = piece.from();
      if (values instanceof Values.Doubles doubles) {
        for (int i = 0; i < piece.rows(); i++) {
          all[to + i] = missing.clean(doubles.values()[i]);
        }
      } else {
        Values.Longs longs = (Values.Longs) values;
        for (int i = 0; i < piece.rows(); i++) {
          all[to + i] = isMissing(longs, i) ? Double.NaN : longs.values()[i];
        }
      }
    }
    return all;
  }

  /** Integers; empty where one is missing. */
  Optional<long[]> longs() throws IOException {
    long[] all = new long[rows];
    for (PlainPiece piece : pieces) {
      Values.Longs longs = (Values.Longs) values(piece);
      for (int i = 0; i < piece.rows(); i++) {
        if (isMissing(longs, i)) {
          return Optional.empty();
        }
      }
      System.arraycopy(longs.values(), 0, all, piece.from(), piece.rows());
    }
    return Optional.of(all);
  }

  private boolean isMissing(Values.Longs longs, int row) {
    return longs.missing().get(row) || missing.isMissing(longs.values()[row]);
  }

  /** Texts, coded in the order of their first events. */
  Column.Texts texts() throws IOException {
    int[] all = new int[rows];
    Map<String, Integer> known = new HashMap<>();
    List<String> dictionary = new ArrayList<>();
    for (PlainPiece piece : pieces) {
      Values.Texts texts = (Values.Texts) values(piece);
      int[] codes = new int[texts.dictionary().size()];
      Arrays.fill(codes, -1);
      for (int i = 0; i < piece.rows(); i++) {
        int own = texts.codes()[i];
        if (own >= 0 && codes[own] < 0) {
          String text = texts.dictionary().get(own);
          codes[own] = known.computeIfAbsent(text, t -> dictionary.size());
          if (codes[own] == dictionary.size()) {
            dictionary.add(text);
          }
        }
        all[piece.from() + i] = own < 0 ? -1 : codes[own];
      }
    }
    return new Column.Texts(all, dictionary);
  }
}
