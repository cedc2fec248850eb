package org.fivesigma.models.xgboost;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shape of the library's file: every field there, of its type and length, and none that is not
 * known. The native reader takes all that for granted and reads beyond its memory otherwise.
 */
final class ModelShape {
  private static final Set<String> DOUBLES =
      Set.of("base_weights", "loss_changes", "split_conditions", "sum_hessian");
  private static final Set<String> INTS =
      Set.of("left_children", "right_children", "parents", "split_indices");
  private static final Set<String> BYTES = Set.of("default_left", "split_type");
  private static final List<String> CATEGORIES =
      List.of("categories", "categories_nodes", "categories_segments", "categories_sizes");
  private static final int NO_PARENT = Integer.MAX_VALUE;

  private ModelShape() {}

  /**
   * Checks a file.
   *
   * @throws IOException naming what is not as the library writes it
   */
  static void check(Map<String, Object> root) throws IOException {
    keys(root, "", Set.of("learner", "version"));
    for (Object part : list(root, "version")) {
      integer(part, "version", 0, 1000);
    }
    Map<?, ?> learner = map(root, "learner");
    keys(
        learner,
        "learner",
        Set.of(
            "attributes",
            "feature_names",
            "feature_types",
            "gradient_booster",
            "learner_model_param",
            "objective"));
    texts(map(learner, "attributes"), "attributes");
    require(list(learner, "feature_names").stream().allMatch(String.class::isInstance), "names");
    require(list(learner, "feature_types").stream().allMatch(String.class::isInstance), "types");
    texts(map(learner, "learner_model_param"), "learner_model_param");
    int features = number(map(learner, "learner_model_param"), "num_feature", 1 << 24);
    for (Map.Entry<?, ?> e : map(learner, "objective").entrySet()) {
      if (e.getValue() instanceof Map<?, ?> parameters) {
        texts(parameters, String.valueOf(e.getKey()));
      } else {
        require(e.getValue() instanceof String, "objective");
      }
    }
    booster(map(learner, "gradient_booster"), features);
  }

  private static void booster(Map<?, ?> booster, int features) throws IOException {
    String name = String.valueOf(booster.get("name"));
    switch (name) {
      case "gbtree" -> {
        keys(booster, name, Set.of("name", "model"));
        trees(map(booster, "model"), features);
      }
      case "dart" -> {
        keys(booster, name, Set.of("name", "gbtree", "weight_drop"));
        keys(map(booster, "gbtree"), name, Set.of("name", "model"));
        int trees = trees(map(map(booster, "gbtree"), "model"), features);
        int weights =
            booster.get("weight_drop") instanceof UbjModel.Typed typed
                ? typed.count()
                : list(booster, "weight_drop").size();
        require(weights == trees, "weight_drop");
      }
      case "gblinear" -> {
        keys(booster, name, Set.of("name", "model"));
        Map<?, ?> model = map(booster, "model");
        for (Map.Entry<?, ?> e : model.entrySet()) {
          if (e.getValue() instanceof Map<?, ?> parameters) {
            texts(parameters, String.valueOf(e.getKey()));
          }
        }
        typed(model, "weights", 'd', -1);
      }
      default -> throw new IOException("the XGBoost model has a booster '" + name + "'");
    }
  }

  private static int trees(Map<?, ?> model, int features) throws IOException {
    Set<String> known =
        Set.of("gbtree_model_param", "iteration_indptr", "tree_info", "trees", "cats");
    for (Object key : model.keySet()) {
      require(known.contains(key), String.valueOf(key));
    }
    require(!model.containsKey("cats"), "cats");
    texts(map(model, "gbtree_model_param"), "gbtree_model_param");
    List<?> trees = list(model, "trees");
    int count = trees.size();
    require(
        number(map(model, "gbtree_model_param"), "num_trees", Integer.MAX_VALUE) == count,
        "num_trees");
    number(map(model, "gbtree_model_param"), "num_parallel_tree", 1 << 20);
    require(list(model, "tree_info").size() == count, "tree_info");
    for (Object target : list(model, "tree_info")) {
      integer(target, "tree_info", 0, 1 << 20);
    }
    long before = 0;
    for (Object start : list(model, "iteration_indptr")) {
      before = integer(start, "iteration_indptr", before, count);
    }
    require(before == count, "iteration_indptr");
    long id = 0;
    for (Object tree : trees) {
      require(tree instanceof Map<?, ?>, "trees");
      tree((Map<?, ?>) tree, features, id++);
    }
    return count;
  }

  private static void tree(Map<?, ?> tree, int features, long id) throws IOException {
    Map<?, ?> parameters = map(tree, "tree_param");
    keys(
        parameters,
        "tree_param",
        Set.of("num_deleted", "num_feature", "num_nodes", "size_leaf_vector"));
    int nodes = number(parameters, "num_nodes", Integer.MAX_VALUE);
    int width = Math.max(1, number(parameters, "size_leaf_vector", 1 << 20));
    number(parameters, "num_deleted", nodes);
    require(number(parameters, "num_feature", 1 << 24) == features, "num_feature");
    require(nodes > 0, "num_nodes");
    integer(tree.get("id"), "id", id, id);
    for (Map.Entry<?, ?> e : tree.entrySet()) {
      String key = String.valueOf(e.getKey());
      if (DOUBLES.contains(key)) {
        int size = key.equals("base_weights") ? Math.multiplyExact(nodes, width) : nodes;
        typed(tree, key, 'd', size);
      } else if (INTS.contains(key)) {
        typed(tree, key, 'l', nodes);
      } else if (BYTES.contains(key)) {
        for (byte flag : typed(tree, key, 'U', nodes).raw()) {
          require(flag == 0 || flag == 1, key);
        }
      } else {
        require(CATEGORIES.contains(key) || key.equals("tree_param") || key.equals("id"), key);
      }
    }
    for (Set<String> needed : List.of(DOUBLES, INTS, BYTES)) {
      // the leaves of vectors have neither gains nor sums
      for (String key : needed) {
        require(
            tree.containsKey(key)
                || (width > 1 && Set.of("loss_changes", "sum_hessian").contains(key)),
            key);
      }
    }
    boolean categorical = false;
    for (byte type : ((UbjModel.Typed) tree.get("split_type")).raw()) {
      categorical |= type != 0;
    }
    require(!categorical, "split_type (splits by category are not read)");
    for (String key : CATEGORIES) {
      require(tree.get(key) instanceof UbjModel.Typed list && list.count() == 0, key);
    }
    parents(tree, nodes);
  }

  private static void parents(Map<?, ?> tree, int nodes) throws IOException {
    java.nio.IntBuffer left = ints(tree, "left_children");
    java.nio.IntBuffer right = ints(tree, "right_children");
    java.nio.IntBuffer parent = ints(tree, "parents");
    require(none(parent.get(0)), "parents");
    for (int i = 0; i < nodes; i++) {
      for (int child : new int[] {left.get(i), right.get(i)}) {
        require(child >= -1 && child < nodes, "children");
      }
      require((left.get(i) == -1) == (right.get(i) == -1), "children");
      boolean inside = parent.get(i) >= 0 && parent.get(i) < nodes;
      require(i == 0 || inside || none(parent.get(i)), "parents");
    }
  }

  /** Trees of vectors have −1 where others have the largest number. */
  private static boolean none(int parent) {
    return parent == NO_PARENT || parent == -1;
  }

  private static java.nio.IntBuffer ints(Map<?, ?> tree, String key) {
    return java.nio.ByteBuffer.wrap(((UbjModel.Typed) tree.get(key)).raw()).asIntBuffer();
  }

  private static UbjModel.Typed typed(Map<?, ?> in, String key, char type, int count)
      throws IOException {
    if (in.get(key) instanceof UbjModel.Typed typed
        && typed.type() == (byte) type
        && (count < 0 || typed.count() == count)) {
      return typed;
    }
    throw broken(key);
  }

  private static long integer(Object value, String key, long least, long most) throws IOException {
    if (value instanceof UbjModel.Scalar scalar
        && "iUIlL".indexOf(scalar.type()) >= 0
        && scalar.integer() >= least
        && scalar.integer() <= most) {
      return scalar.integer();
    }
    throw broken(key);
  }

  private static int number(Map<?, ?> in, String key, int most) throws IOException {
    try {
      int value = Integer.parseInt(String.valueOf(in.get(key)));
      require(value >= 0 && value <= most, key);
      return value;
    } catch (NumberFormatException e) {
      throw new IOException("the field '" + key + "' of the XGBoost model is no number", e);
    }
  }

  private static void keys(Map<?, ?> in, String where, Set<String> known) throws IOException {
    for (Object key : in.keySet()) {
      require(known.contains(key), where + "." + key);
    }
    for (String key : known) {
      require(in.containsKey(key), where + "." + key);
    }
  }

  private static void texts(Map<?, ?> in, String where) throws IOException {
    require(in.values().stream().allMatch(String.class::isInstance), where);
  }

  private static Map<?, ?> map(Map<?, ?> in, String key) throws IOException {
    if (in.get(key) instanceof Map<?, ?> map) {
      return map;
    }
    throw broken(key);
  }

  private static List<?> list(Map<?, ?> in, String key) throws IOException {
    if (in.get(key) instanceof List<?> list) {
      return list;
    }
    throw broken(key);
  }

  private static void require(boolean holds, String key) throws IOException {
    if (!holds) {
      throw broken(key);
    }
  }

  private static IOException broken(String key) {
    return new IOException("the XGBoost model is not as the library writes it: " + key);
  }
}
