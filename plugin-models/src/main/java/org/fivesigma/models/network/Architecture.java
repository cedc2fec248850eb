package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.models.network.activation.Activation;

/**
 * The shape of a feed-forward network and the places of its parameters in one flat vector. Each
 * hidden layer is linear, batch normalisation, activation, dropout; the last layer is linear.
 *
 * @param inputs features
 * @param hidden widths of the hidden layers
 * @param outputs logits: 1 when binary, else one per class
 * @param activation of hidden layers
 * @param batchNorm whether hidden layers are normalised
 * @param connections how layers are joined
 * @param embeddings groups of inputs that are replaced by fewer, learned ones; only while training
 */
public record Architecture(
    int inputs,
    List<Integer> hidden,
    int outputs,
    Activation activation,
    boolean batchNorm,
    Connections connections,
    List<Embedding> embeddings) {

  public Architecture {
    hidden = List.copyOf(hidden);
    embeddings = List.copyOf(embeddings);
  }

  /** A network without embeddings. */
  public Architecture(
      int inputs,
      List<Integer> hidden,
      int outputs,
      Activation activation,
      boolean batchNorm,
      Connections connections) {
    this(inputs, hidden, outputs, activation, batchNorm, connections, List.of());
  }

  /**
   * A linear map without biases of neighbouring inputs, one for each value of a category: the
   * learned vector of the category.
   *
   * @param feature the category's name
   * @param from first of the inputs
   * @param count how many there are
   * @param size length of the vectors
   */
  public record Embedding(String feature, int from, int count, int size) {}

  /** The same network that takes its inputs as they are. */
  Architecture plain() {
    return new Architecture(inputs, hidden, outputs, activation, batchNorm, connections);
  }

  /** Values that the first layer sees: inputs that stand alone, then the embeddings'. */
  int seen() {
    return inputs + embeddings.stream().mapToInt(e -> e.size() - e.count()).sum();
  }

  /** Momentum of the running statistics of batch normalisation, as torch has it. */
  static final double NORM_MOMENTUM = 0.1;

  /** Added to variances in batch normalisation. */
  static final double NORM_EPSILON = 1e-5;

  /** Hidden layers and the last one. */
  public int layers() {
    return hidden.size() + 1;
  }

  /** Whether a layer is the last. */
  boolean last(int layer) {
    return layer == hidden.size();
  }

  /** Outputs of a layer. */
  public int fanOut(int layer) {
    return last(layer) ? outputs : hidden.get(layer);
  }

  /** Inputs of a layer. */
  public int fanIn(int layer) {
    if (connections == Connections.DENSE) {
      int sum = seen();
      for (int i = 0; i < layer; i++) {
        sum += hidden.get(i);
      }
      return sum;
    }
    return layer == 0 ? seen() : hidden.get(layer - 1);
  }

  /** Whether a hidden layer's input is added to its output. */
  boolean skips(int layer) {
    return connections == Connections.RESIDUAL && !last(layer) && fanIn(layer) == fanOut(layer);
  }

  /**
   * A tensor of parameters.
   *
   * @param name as in the file of weights, such as {@code layers.0.weight}
   * @param layer its layer
   * @param role what it is
   * @param offset its first place in the flat vector
   * @param rows first dimension
   * @param columns second dimension; 0 for a vector
   */
  public record Tensor(String name, int layer, Role role, int offset, int rows, int columns) {
    /** Number of values. */
    public int size() {
      return columns == 0 ? rows : rows * columns;
    }
  }

  /** What a tensor is. */
  public enum Role {
    /** Weights of a linear layer, one row per output. */
    WEIGHT,
    /** Biases of a linear layer. */
    BIAS,
    /** Scale of batch normalisation. */
    SCALE,
    /** Shift of batch normalisation. */
    SHIFT,
    /** Learned parameter of the activation. */
    SLOPE,
    /** Vectors of an embedding, one column per value of the category. */
    EMBEDDING
  }

  /** All tensors, in the order of the flat vector. */
  public List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    int at = 0;
    for (int e = 0; e < embeddings.size(); e++) {
      Embedding own = embeddings.get(e);
      at =
          add(
              tensors,
              new Tensor("embeddings." + e, e, Role.EMBEDDING, at, own.size(), own.count()));
    }
    for (int i = 0; i < layers(); i++) {
      String layer = "layers." + i + ".";
      at = add(tensors, new Tensor(layer + "weight", i, Role.WEIGHT, at, fanOut(i), fanIn(i)));
      at = add(tensors, new Tensor(layer + "bias", i, Role.BIAS, at, fanOut(i), 0));
      if (!last(i) && batchNorm) {
        at = add(tensors, new Tensor(layer + "norm.weight", i, Role.SCALE, at, fanOut(i), 0));
        at = add(tensors, new Tensor(layer + "norm.bias", i, Role.SHIFT, at, fanOut(i), 0));
      }
      if (!last(i) && activation.learns()) {
        at = add(tensors, new Tensor(layer + "slope", i, Role.SLOPE, at, 1, 0));
      }
    }
    return tensors;
  }

  private static int add(List<Tensor> tensors, Tensor tensor) {
    tensors.add(tensor);
    return Math.addExact(tensor.offset(), tensor.size());
  }

  /** Number of parameters; exact even where it does not fit in memory. */
  public long parameters() {
    long sum = embeddings.stream().mapToLong(e -> (long) e.size() * e.count()).sum();
    for (int i = 0; i < layers(); i++) {
      long out = fanOut(i);
      sum += out * fanIn(i) + out;
      if (!last(i)) {
        sum += (batchNorm ? 2 * out : 0) + (activation.learns() ? 1 : 0);
      }
    }
    return sum;
  }

  /**
   * Number of running statistics of batch normalisation: mean and variance of every hidden unit.
   */
  public int statistics() {
    return batchNorm ? 2 * hidden.stream().mapToInt(Integer::intValue).sum() : 0;
  }

  /** Values of one event that a backward pass keeps, roughly. */
  public long activations() {
    long sum = inputs;
    for (int width : hidden) {
      sum += (long) width * (batchNorm ? 5 : 4);
    }
    return connections == Connections.DENSE ? 3 * sum : sum;
  }
}
