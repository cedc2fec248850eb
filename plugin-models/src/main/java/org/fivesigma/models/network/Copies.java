package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.models.network.symmetry.Angles;
import org.fivesigma.models.network.symmetry.Move;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.transform.Pipeline;

/**
 * Changed copies of events in prediction.
 *
 * @param angles columns that change
 * @param moves the changes whose scores are averaged; one that changes nothing: none
 */
record Copies(Angles angles, List<Move> moves) {
  /** Events as they are. */
  static final Copies NONE = new Copies(Angles.NONE, List.of(Move.NONE));

  Copies {
    moves = List.copyOf(moves);
  }

  boolean none() {
    return moves.size() == 1 && moves.get(0).equals(Move.NONE);
  }

  /** Features of the events changed by one move, computed from raw columns. */
  Scorer.Blocks blocks(Columns raw, Pipeline pipeline, Move move) {
    int columns = raw.names().size();
    return (from, to, into) -> {
      int count = to - from;
      float[][] block = new float[columns][count];
      for (int c = 0; c < columns; c++) {
        raw.read(c, from, to, block[c], 0);
      }
      for (int i = 0; i < count; i++) {
        angles.apply(move, block, i);
      }
      pipeline.transform(block, count, into);
    };
  }

  /** As it stands in a bundle. */
  Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("azimuths", angles.azimuths().stream().map(Integer::longValue).toList());
    state.put(
        "pseudorapidities", angles.pseudorapidities().stream().map(Integer::longValue).toList());
    List<Object> list = new ArrayList<>();
    for (Move move : moves) {
      list.add(List.of(move.rotation(), move.zFlip(), move.transverseFlip()));
    }
    state.put("moves", list);
    return state;
  }

  /**
   * Reads {@link #state}.
   *
   * @param columns number of raw columns
   * @throws java.io.IOException when it is broken
   */
  static Copies read(Map<?, ?> state, int columns) throws java.io.IOException {
    List<Move> moves = new ArrayList<>();
    if (!(state.get("moves") instanceof List<?> list) || list.isEmpty()) {
      throw new java.io.IOException("network manifest: 'copies.moves' is no list");
    }
    for (Object entry : list) {
      if (!(entry instanceof List<?> move)
          || move.size() != 3
          || !(move.get(0) instanceof Number rotation)
          || !(move.get(1) instanceof Boolean z)
          || !(move.get(2) instanceof Boolean t)) {
        throw new java.io.IOException("network manifest: 'copies.moves' holds " + entry);
      }
      moves.add(new Move(rotation.doubleValue(), z, t));
    }
    return new Copies(
        new Angles(
            places("azimuths", state.get("azimuths"), columns),
            places("pseudorapidities", state.get("pseudorapidities"), columns)),
        moves);
  }

  private static List<Integer> places(String key, Object value, int columns)
      throws java.io.IOException {
    List<Integer> places = new ArrayList<>();
    if (!(value instanceof List<?> list)) {
      throw new java.io.IOException("network manifest: 'copies." + key + "' is no list");
    }
    for (Object entry : list) {
      if (!(entry instanceof Number n) || n.longValue() < 0 || n.longValue() >= columns) {
        throw new java.io.IOException("network manifest: 'copies." + key + "' holds " + entry);
      }
      places.add(n.intValue());
    }
    return places;
  }
}
