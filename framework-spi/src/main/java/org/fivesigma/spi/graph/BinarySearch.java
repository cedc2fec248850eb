package org.fivesigma.spi.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/** Places of numbers in a sorted list, found by binary search, which is written as a tree. */
public final class BinarySearch {
  private final String mode;
  private final List<String> modes = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final List<Long> yes = new ArrayList<>();
  private final List<Long> no = new ArrayList<>();
  private final List<Long> leaves = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  private BinarySearch(String mode) {
    this.mode = mode;
  }

  /**
   * How many values of the list are less than x.
   *
   * @param x events × 1, in double precision
   * @param sorted ascending; at most 2^24 values, so that a count is exact in single precision
   * @return events × 1, in double precision
   */
  public static Tensor less(GraphWriter graph, Tensor x, double[] sorted) {
    return count(graph, x, sorted, "BRANCH_LEQ");
  }

  /** How many values of the list are less than x or equal to it; otherwise as {@link #less}. */
  public static Tensor lessOrEqual(GraphWriter graph, Tensor x, double[] sorted) {
    return count(graph, x, sorted, "BRANCH_LT");
  }

  /**
   * Values of a list at places.
   *
   * @param places of any shape, whole numbers in double precision
   */
  public static Tensor at(GraphWriter graph, double[] list, Tensor places) {
    return graph.node(
        "",
        "Gather",
        Map.of("axis", 0L),
        graph.doubles(list, list.length),
        graph.cast(places, GraphWriter.Type.LONG));
  }

  private static Tensor count(GraphWriter graph, Tensor x, double[] sorted, String mode) {
    BinarySearch tree = new BinarySearch(mode);
    tree.search(sorted, 0, sorted.length);
    Tensor count = graph.node("ai.onnx.ml", "TreeEnsembleRegressor", tree.attributes(), x);
    return graph.cast(count, GraphWriter.Type.DOUBLE);
  }

  /** Adds the search among the values {@code from … to−1}; returns its first node. */
  private long search(double[] sorted, int from, int to) {
    int id = modes.size();
    yes.add(0L);
    no.add(0L);
    if (from == to) {
      modes.add("LEAF");
      values.add(0.0);
      leaves.add((long) id);
      weights.add((double) from);
      return id;
    }
    int middle = (from + to) >>> 1;
    modes.add(mode);
    values.add(sorted[middle]);
    yes.set(id, search(sorted, from, middle));
    no.set(id, search(sorted, middle + 1, to));
    return id;
  }

  private Map<String, Object> attributes() {
    int n = modes.size();
    long[] ids = new long[n];
    Arrays.setAll(ids, i -> i);
    Map<String, Object> a = new LinkedHashMap<>();
    a.put("n_targets", 1L);
    a.put("nodes_treeids", new long[n]);
    a.put("nodes_nodeids", ids);
    a.put("nodes_featureids", new long[n]);
    a.put("nodes_modes", List.copyOf(modes));
    a.put("nodes_values_as_tensor", values.stream().mapToDouble(v -> v).toArray());
    a.put("nodes_truenodeids", yes.stream().mapToLong(v -> v).toArray());
    a.put("nodes_falsenodeids", no.stream().mapToLong(v -> v).toArray());
    a.put("nodes_missing_value_tracks_true", new long[n]);
    a.put("target_treeids", new long[leaves.size()]);
    a.put("target_nodeids", leaves.stream().mapToLong(v -> v).toArray());
    a.put("target_ids", new long[leaves.size()]);
    a.put("target_weights_as_tensor", weights.stream().mapToDouble(v -> v).toArray());
    return a;
  }
}
