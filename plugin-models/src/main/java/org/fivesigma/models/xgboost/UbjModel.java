package org.fivesigma.models.xgboost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of XGBoost in Universal Binary JSON as the library writes it (numbers big-endian, arrays
 * counted). Reads what importance needs and cuts a model to its first rounds, which the Java
 * library cannot. Everything not looked at is written back byte by byte.
 */
final class UbjModel {
  private static final int MAX_DEPTH = 64;

  private final Map<String, Object> root;

  private UbjModel(Map<String, Object> root) {
    this.root = root;
  }

  /** Reads a model; a broken file is an {@link IOException}, never something else. */
  static UbjModel read(byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      Object value = value(in, in.get(), 0);
      if (value instanceof Map<?, ?> && !in.hasRemaining()) {
        return new UbjModel(object(value));
      }
    } catch (BufferUnderflowException | IllegalArgumentException | ClassCastException e) {
      throw new IOException("the XGBoost model is cut short or damaged", e);
    }
    throw new IOException("the XGBoost model does not hold one object");
  }

  /** All of it: maps, lists, texts, {@link Scalar}s and {@link Typed} arrays. */
  Map<String, Object> root() {
    return root;
  }

  /** The model as the library reads it. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, root);
    return out.toByteArray();
  }

  /** The library's booster: gbtree, dart, gblinear. */
  String booster() throws IOException {
    return text(map(map(root, "learner"), "gradient_booster"), "name");
  }

  /** Whether the booster is linear and has no trees. */
  boolean linear() throws IOException {
    return booster().equals("gblinear");
  }

  /** Number of features. */
  int features() throws IOException {
    return Integer.parseInt(text(map(map(root, "learner"), "learner_model_param"), "num_feature"));
  }

  /** Number of classes; 0 when binary. */
  int classes() throws IOException {
    return Integer.parseInt(text(map(map(root, "learner"), "learner_model_param"), "num_class"));
  }

  /** Keeps the first rounds of a gbtree model. */
  void cut(int rounds) throws IOException {
    Map<String, Object> model = map(map(map(root, "learner"), "gradient_booster"), "model");
    List<Object> starts = list(model, "iteration_indptr");
    if (rounds >= starts.size() - 1) {
      return;
    }
    int trees = (int) ((Scalar) starts.get(rounds)).integer();
    model.put("iteration_indptr", List.copyOf(starts.subList(0, rounds + 1)));
    model.put("tree_info", List.copyOf(list(model, "tree_info").subList(0, trees)));
    model.put("trees", List.copyOf(list(model, "trees").subList(0, trees)));
    map(model, "gbtree_model_param").put("num_trees", Integer.toString(trees));
  }

  /** The trees, for those boosters that have some. */
  List<Tree> trees() throws IOException {
    if (linear()) {
      return List.of();
    }
    Map<String, Object> booster = map(map(root, "learner"), "gradient_booster");
    Map<String, Object> inner = booster().equals("dart") ? map(booster, "gbtree") : booster;
    List<Tree> trees = new ArrayList<>();
    for (Object tree : list(map(inner, "model"), "trees")) {
      Map<String, Object> t = object(tree);
      trees.add(
          new Tree(
              ints(t, "left_children"),
              ints(t, "right_children"),
              ints(t, "split_indices"),
              t.containsKey("loss_changes") ? floats(t, "loss_changes") : new float[0],
              t.containsKey("sum_hessian") ? floats(t, "sum_hessian") : new float[0]));
    }
    return trees;
  }

  /** Name of the objective, such as {@code binary:logistic}. */
  String objective() throws IOException {
    return text(map(map(root, "learner"), "objective"), "name");
  }

  /** The library's {@code base_score}: for binary objectives a probability. */
  double baseScore() throws IOException {
    String text = text(map(map(root, "learner"), "learner_model_param"), "base_score");
    try {
      return Double.parseDouble(text.replaceAll("[\\[\\]]", ""));
    } catch (NumberFormatException e) {
      throw new IOException("base_score of the XGBoost model is '" + text + "'", e);
    }
  }

  /**
   * A tree as it decides.
   *
   * @param condition left where the feature is less; the value of a leaf
   * @param missingLeft where missing goes, 1: left
   * @param type 0: by a number
   * @param target class that the leaves count for
   * @param weight of the tree
   */
  record Decisions(
      Tree tree, float[] condition, byte[] missingLeft, byte[] type, int target, double weight) {}

  /** The trees with all that a prediction needs. */
  List<Decisions> decisions() throws IOException {
    Map<String, Object> booster = map(map(root, "learner"), "gradient_booster");
    boolean dart = booster().equals("dart");
    Map<String, Object> model = map(dart ? map(booster, "gbtree") : booster, "model");
    double[] targets = numbers(model, "tree_info");
    double[] weights = dart ? numbers(booster, "weight_drop") : new double[0];
    List<Object> stored = list(model, "trees");
    List<Tree> trees = trees();
    List<Decisions> decisions = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      Map<String, Object> t = object(stored.get(i));
      decisions.add(
          new Decisions(
              trees.get(i),
              floats(t, "split_conditions"),
              bytes(t, "default_left"),
              bytes(t, "split_type"),
              (int) targets[i],
              dart ? weights[i] : 1));
    }
    return decisions;
  }

  /** Weights of a gblinear model: feature by feature all classes, then the intercepts. */
  float[] linearWeights() throws IOException {
    return floats(map(map(map(root, "learner"), "gradient_booster"), "model"), "weights");
  }

  /** The nodes of a tree; a leaf has child −1. Trees with vectors in their leaves know no gain. */
  record Tree(int[] left, int[] right, int[] feature, float[] gain, float[] cover) {
    int leaves() {
      int leaves = 0;
      for (int child : left) {
        leaves += child < 0 ? 1 : 0;
      }
      return leaves;
    }

    int depth() {
      return depth(0, 0);
    }

    private int depth(int node, int above) {
      return left[node] < 0 || above > left.length
          ? above
          : Math.max(depth(left[node], above + 1), depth(right[node], above + 1));
    }
  }

  /** A number or flag with its type marker. */
  record Scalar(byte type, byte[] raw) {
    double number() {
      return switch (type) {
        case 'd' -> ByteBuffer.wrap(raw).getFloat();
        case 'D' -> ByteBuffer.wrap(raw).getDouble();
        default -> integer();
      };
    }

    long integer() {
      long value = raw[0];
      if (type == 'U') {
        value &= 0xff;
      }
      for (int i = 1; i < raw.length; i++) {
        value = (value << 8) | (raw[i] & 0xff);
      }
      return value;
    }
  }

  /** An array of one type. */
  record Typed(byte type, int count, byte[] raw) {}

  private static int width(byte type) {
    return switch (type) {
      case 'i', 'U', 'C' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      case 'T', 'F', 'Z', 'N' -> 0;
      default -> throw new IllegalArgumentException("type " + (char) type);
    };
  }

  private static byte[] raw(ByteBuffer in, long count) {
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) count];
    in.get(bytes);
    return bytes;
  }

  private static long length(ByteBuffer in) {
    byte type = in.get();
    return new Scalar(type, raw(in, width(type))).integer();
  }

  private static String string(ByteBuffer in) {
    return new String(raw(in, length(in)), StandardCharsets.UTF_8);
  }

  private static Object value(ByteBuffer in, byte type, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("nested too deeply");
    }
    switch (type) {
      case '{' -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (in.get(in.position()) != '}') {
          object.put(string(in), value(in, in.get(), depth + 1));
        }
        in.get();
        return object;
      }
      case '[' -> {
        return array(in, depth);
      }
      case 'S' -> {
        return string(in);
      }
      default -> {
        return new Scalar(type, raw(in, width(type)));
      }
    }
  }

  private static Object array(ByteBuffer in, int depth) {
    byte next = in.get();
    if (next == '$') {
      byte type = in.get();
      if (in.get() != '#') {
        throw new IllegalArgumentException("a typed array has a count");
      }
      long count = length(in);
      return new Typed(
          type, Math.toIntExact(count), raw(in, Math.multiplyExact(count, width(type))));
    }
    List<Object> list = new ArrayList<>();
    if (next == '#') {
      long count = length(in);
      for (long i = 0; i < count; i++) {
        list.add(value(in, in.get(), depth + 1));
      }
      return list;
    }
    for (byte type = next; type != ']'; type = in.get()) {
      list.add(value(in, type, depth + 1));
    }
    return list;
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    if (value instanceof Map<?, ?> map) {
      out.write('{');
      map.forEach(
          (k, v) -> {
            writeText(out, (String) k);
            write(out, v);
          });
      out.write('}');
    } else if (value instanceof List<?> list) {
      out.write('[');
      out.write('#');
      writeLength(out, list.size());
      list.forEach(v -> write(out, v));
    } else if (value instanceof String text) {
      out.write('S');
      writeText(out, text);
    } else if (value instanceof Typed typed) {
      out.write('[');
      out.write('$');
      out.write(typed.type);
      out.write('#');
      writeLength(out, typed.count);
      out.writeBytes(typed.raw);
    } else if (value instanceof Scalar scalar) {
      out.write(scalar.type);
      out.writeBytes(scalar.raw);
    }
  }

  private static void writeText(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeLength(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void writeLength(ByteArrayOutputStream out, long length) {
    out.write('L');
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
  }

  private static IOException lacks(String key) {
    return new IOException("the XGBoost model lacks '" + key + "'");
  }

  private static Map<String, Object> map(Map<String, Object> in, String key) throws IOException {
    if (in.get(key) instanceof Map<?, ?> map) {
      return object(map);
    }
    throw lacks(key);
  }

  private static String text(Map<String, Object> in, String key) throws IOException {
    if (in.get(key) instanceof String text) {
      return text;
    }
    throw lacks(key);
  }

  @SuppressWarnings("unchecked") // made by value(): keys are texts
  private static Map<String, Object> object(Object map) {
    return (Map<String, Object>) map;
  }

  @SuppressWarnings("unchecked") // made by array(): elements are any value
  private static List<Object> list(Map<String, Object> in, String key) throws IOException {
    if (in.get(key) instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw lacks(key);
  }

  private static int[] ints(Map<String, Object> in, String key) throws IOException {
    if (in.get(key) instanceof Typed typed && typed.type == 'l') {
      int[] values = new int[typed.count];
      ByteBuffer.wrap(typed.raw).asIntBuffer().get(values);
      return values;
    }
    throw lacks(key);
  }

  private static byte[] bytes(Map<String, Object> in, String key) throws IOException {
    if (in.get(key) instanceof Typed typed && typed.raw.length == typed.count) {
      return typed.raw;
    }
    throw lacks(key);
  }

  /** Numbers of any type, in a list or an array. */
  private static double[] numbers(Map<String, Object> in, String key) throws IOException {
    List<Scalar> scalars = new ArrayList<>();
    if (in.get(key) instanceof Typed typed) {
      int width = width(typed.type);
      for (int i = 0; i < typed.count; i++) {
        byte[] raw = java.util.Arrays.copyOfRange(typed.raw, i * width, (i + 1) * width);
        scalars.add(new Scalar(typed.type, raw));
      }
    } else {
      for (Object value : list(in, key)) {
        if (!(value instanceof Scalar scalar)) {
          throw lacks(key);
        }
        scalars.add(scalar);
      }
    }
    return scalars.stream().mapToDouble(Scalar::number).toArray();
  }

  private static float[] floats(Map<String, Object> in, String key) throws IOException {
    if (in.get(key) instanceof Typed typed && typed.type == 'd') {
      float[] values = new float[typed.count];
      ByteBuffer.wrap(typed.raw).asFloatBuffer().get(values);
      return values;
    }
    throw lacks(key);
  }
}
