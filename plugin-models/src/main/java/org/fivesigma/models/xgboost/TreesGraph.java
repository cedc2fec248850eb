package org.fivesigma.models.xgboost;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/** Writes a booster as a graph: trees as one regression ensemble, margins to scores in double. */
final class TreesGraph {
  private TreesGraph() {}

  /**
   * The scores.
   *
   * @param x events × features, in single precision; missing is NaN
   * @throws UserError {@code not-exportable} for categorical splits, trees with vectors in their
   *     leaves, and objectives whose scores are no probabilities
   */
  static Tensor scores(GraphWriter graph, Tensor x, UbjModel model, int outputs)
      throws IOException {
    Tensor sums =
        model.linear()
            ? linear(graph, x, model.linearWeights(), outputs)
            : graph.cast(trees(graph, x, model.decisions(), outputs), GraphWriter.Type.DOUBLE);
    Tensor margins = graph.op("Add", sums, graph.number(base(model)));
    return outputs == 1
        ? graph.op("Sigmoid", margins)
        : graph.node("", "Softmax", Map.of("axis", 1L), margins);
  }

  private static double base(UbjModel model) throws IOException {
    double base = model.baseScore();
    return switch (model.objective()) {
      case "binary:logistic", "reg:logistic" -> Math.log(base / (1 - base));
      case "binary:logitraw", "multi:softprob", "multi:softmax" -> base;
      default -> throw refusal("the objective '" + model.objective() + "'");
    };
  }

  private static UserError refusal(String what) {
    return UserError.of("not-exportable", "an XGBoost model with " + what + " cannot be written");
  }

  private static Tensor linear(GraphWriter graph, Tensor x, float[] weights, int outputs) {
    int width = weights.length / outputs - 1;
    double[] slopes = new double[width * outputs];
    double[] intercepts = new double[outputs];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = weights[i];
    }
    for (int k = 0; k < outputs; k++) {
      intercepts[k] = weights[width * outputs + k];
    }
    Tensor there =
        graph.where(graph.op("IsNaN", x), graph.floats(new float[] {0}), x); // missing adds nothing
    Tensor product =
        graph.op(
            "MatMul",
            graph.cast(there, GraphWriter.Type.DOUBLE),
            graph.doubles(slopes, width, outputs));
    return graph.op("Add", product, graph.doubles(intercepts, 1, outputs));
  }

  private static Tensor trees(
      GraphWriter graph, Tensor x, List<UbjModel.Decisions> trees, int outputs) {
    Ensemble ensemble = new Ensemble();
    for (UbjModel.Decisions tree : trees) {
      ensemble.add(tree);
    }
    return graph.node("ai.onnx.ml", "TreeEnsembleRegressor", ensemble.attributes(outputs), x);
  }

  /** The nodes of all trees, in the columns that ONNX wants. */
  private static final class Ensemble {
    private final List<Long> trees = new ArrayList<>();
    private final List<Long> nodes = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();
    private final List<Long> yes = new ArrayList<>();
    private final List<Long> no = new ArrayList<>();
    private final List<Long> missingYes = new ArrayList<>();
    private final List<Long> leafTrees = new ArrayList<>();
    private final List<Long> leafNodes = new ArrayList<>();
    private final List<Long> targets = new ArrayList<>();
    private final List<Float> weights = new ArrayList<>();
    private long count;

    void add(UbjModel.Decisions d) {
      UbjModel.Tree tree = d.tree();
      if (d.condition().length != tree.left().length) {
        throw refusal("vectors in the leaves of its trees");
      }
      // nodes that pruning cut off are not reached, and are left out
      List<Integer> reached = new ArrayList<>(List.of(0));
      for (int at = 0; at < reached.size(); at++) {
        int node = reached.get(at);
        boolean leaf = tree.left()[node] < 0;
        if (!leaf && d.type()[node] != 0) {
          throw refusal("splits by category");
        }
        trees.add(count);
        nodes.add((long) node);
        features.add(leaf ? 0L : tree.feature()[node]);
        modes.add(leaf ? "LEAF" : "BRANCH_LT");
        values.add(leaf ? 0f : d.condition()[node]);
        yes.add(leaf ? 0L : tree.left()[node]);
        no.add(leaf ? 0L : tree.right()[node]);
        missingYes.add(leaf ? 0L : d.missingLeft()[node]);
        if (leaf) {
          leafTrees.add(count);
          leafNodes.add((long) node);
          targets.add((long) d.target());
          weights.add((float) (d.weight() * d.condition()[node]));
        } else {
          reached.add(tree.left()[node]);
          reached.add(tree.right()[node]);
        }
      }
      count++;
    }

    Map<String, Object> attributes(int outputs) {
      Map<String, Object> a = new LinkedHashMap<>();
      a.put("n_targets", (long) outputs);
      a.put("nodes_treeids", longs(trees));
      a.put("nodes_nodeids", longs(nodes));
      a.put("nodes_featureids", longs(features));
      a.put("nodes_modes", List.copyOf(modes));
      a.put("nodes_values", floats(values));
      a.put("nodes_truenodeids", longs(yes));
      a.put("nodes_falsenodeids", longs(no));
      a.put("nodes_missing_value_tracks_true", longs(missingYes));
      a.put("target_treeids", longs(leafTrees));
      a.put("target_nodeids", longs(leafNodes));
      a.put("target_ids", longs(targets));
      a.put("target_weights", floats(weights));
      return a;
    }

    private static long[] longs(List<Long> list) {
      return list.stream().mapToLong(v -> v).toArray();
    }

    private static float[] floats(List<Float> list) {
      float[] values = new float[list.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = list.get(i);
      }
      return values;
    }
  }
}
