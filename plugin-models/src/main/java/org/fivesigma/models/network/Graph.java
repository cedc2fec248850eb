package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network's parameters in native memory and its forward pass. On the CPU Java writes parameters
 * to {@link #parameters()} and libtorch sees them without a copy; on another device they are its
 * own, and go there and back by {@link #load} and {@link #store}. Not thread-safe but for {@link
 * #logits}, which several threads may call with managers of their own.
 */
final class Graph implements AutoCloseable {
  private final Architecture architecture;
  private final NDManager manager;
  private final FloatBuffer parameters;
  private final FloatBuffer statistics;
  private final ByteBuffer parameterBytes;
  private final ByteBuffer statisticBytes;
  private final boolean shared;
  private NDArray vector;
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> variances = new ArrayList<>();
  private final Optional<AutoCloseable> bfloat16;
  private final long[] cuts;
  private final List<Architecture.Tensor> tensors;

  /** An uninitialised network for prediction. */
  Graph(Architecture architecture) {
    this(architecture, Precision.FLOAT32);
  }

  /** An uninitialised network on the CPU whose training steps have this precision. */
  Graph(Architecture architecture, Precision precision) {
    this(architecture, precision, "cpu");
  }

  /** An uninitialised network on a device. */
  Graph(Architecture architecture, Precision precision, String device) {
    this.architecture = architecture;
    this.manager = Torch.manager(device);
    this.shared = device.equals("cpu");
    this.tensors = architecture.tensors();
    int size = Math.toIntExact(architecture.parameters());
    this.parameterBytes = Torch.bytes(size);
    this.parameters = parameterBytes.asFloatBuffer();
    this.vector = Torch.array(manager, parameterBytes, size);
    this.statisticBytes = Torch.bytes(architecture.statistics());
    this.statistics = statisticBytes.asFloatBuffer();
    sliceStatistics();
    this.bfloat16 =
        precision == Precision.BFLOAT16_MIXED
            ? Optional.of(Torch.bfloat16Module(manager))
            : Optional.empty();
    cuts = tensors.stream().skip(1).mapToLong(Architecture.Tensor::offset).toArray();
  }

  private void sliceStatistics() {
    int at = 0;
    for (int width : architecture.batchNorm() ? architecture.hidden() : List.<Integer>of()) {
      means.add(slice(statisticBytes, at, width));
      variances.add(slice(statisticBytes, at + width, width));
      at += 2 * width;
    }
  }

  /** Takes parameters and running statistics to the device. */
  void load(float[] values, float[] running) {
    parameters.put(0, values);
    statistics.put(0, running);
    if (!shared) {
      vector.close();
      vector = Torch.array(manager, parameterBytes, values.length);
      means.forEach(NDArray::close);
      means.clear();
      variances.forEach(NDArray::close);
      variances.clear();
      sliceStatistics();
    }
  }

  /** Takes parameters and running statistics from the device. */
  void store(float[] values, float[] running) {
    Torch.read(vector, values, 0, values.length);
    int at = 0;
    for (int i = 0; i < means.size(); i++) {
      int width = architecture.hidden().get(i);
      Torch.read(means.get(i), running, at, width);
      Torch.read(variances.get(i), running, at + width, width);
      at += 2 * width;
    }
  }

  /** Takes the parameters of another device's network. */
  void follow(Graph other) {
    NDArray moved = Torch.moved(other.vector, manager);
    vector.close();
    vector = moved;
  }

  /** The parameters on the device; operations in place change the network. */
  NDArray vector() {
    return vector;
  }

  private NDArray slice(ByteBuffer bytes, int from, int count) {
    ByteBuffer part = bytes.slice(from * Float.BYTES, count * Float.BYTES).order(bytes.order());
    return Torch.array(manager, part, count);
  }

  /**
   * What batch normalisation does.
   *
   * @param training whether it uses the batch and moves its running statistics
   * @param momentum weight of the batch in them
   */
  record Norm(boolean training, double momentum) {
    /** As a training step does. */
    static final Norm TRAINING = new Norm(true, Architecture.NORM_MOMENTUM);

    /** Uses the running statistics. */
    static final Norm PREDICTION = new Norm(false, 0);
  }

  Architecture architecture() {
    return architecture;
  }

  /** The flat vector, in native memory. */
  FloatBuffer parameters() {
    return parameters;
  }

  /** Running mean and variance of each hidden layer's batch normalisation, in native memory. */
  FloatBuffer statistics() {
    return statistics;
  }

  /** A manager for one step or chunk; to be closed by the caller. */
  NDManager scope() {
    return manager.newSubManager();
  }

  /** A leaf over the parameters whose gradient will be asked for. */
  NDArray leaf(NDManager step) {
    return Torch.leaf(vector, step);
  }

  /** The parameters cut in tensors, for any number of forward passes within the scope. */
  NDArray[] parts(NDArray flat, NDManager scope) {
    NDList pieces;
    if (flat == vector) {
      NDArray view = vector.stopGradient();
      view.attach(scope);
      pieces = view.split(cuts);
    } else {
      pieces = flat.split(cuts);
    }
    NDArray[] parts = new NDArray[tensors.size()];
    for (int i = 0; i < parts.length; i++) {
      Architecture.Tensor t = tensors.get(i);
      NDArray piece = pieces.get(i);
      parts[i] = t.columns() == 0 ? piece : piece.reshape(t.rows(), t.columns());
    }
    return parts;
  }

  /** The parameters for prediction. */
  NDArray[] parts(NDManager scope) {
    return parts(vector, scope);
  }

  /**
   * The forward pass.
   *
   * @param parts from {@link #parts}
   * @param x events, one row each
   * @param dropout masks while training; absent in prediction
   * @param norm what batch normalisation does
   * @return logits, one row per event
   */
  NDArray logits(NDArray[] parts, NDArray x, Dropout.Masks dropout, Norm norm) {
    int p = architecture.embeddings().size();
    NDArray h = p == 0 ? x : embedded(parts, x);
    List<NDArray> seen = new ArrayList<>();
    boolean dense = architecture.connections() == Connections.DENSE;
    seen.add(h);
    for (int i = 0; i < architecture.layers(); i++) {
      NDArray input = dense && i > 0 ? Torch.concat(seen.toArray(NDArray[]::new)) : h;
      NDArray weight = parts[p++];
      NDArray bias = parts[p++];
      boolean mixed = bfloat16.isPresent() && norm.training() && i > 0 && !architecture.last(i);
      NDArray z =
          mixed
              ? Torch.bfloat16Linear(bfloat16.get(), input, weight, bias)
              : Torch.linear(input, weight, bias);
      if (architecture.last(i)) {
        return z;
      }
      if (architecture.batchNorm()) {
        NDArray scale = parts[p++];
        z =
            Torch.batchNorm(
                z,
                scale,
                parts[p++],
                means.get(i),
                variances.get(i),
                norm.training(),
                norm.momentum(),
                Architecture.NORM_EPSILON);
      }
      NDArray slope = architecture.activation().learns() ? parts[p++] : null;
      NDArray out = architecture.activation().apply(z, slope);
      if (dropout != null) {
        out = dropout.apply(out, i);
      }
      h = architecture.skips(i) ? out.add(h) : out;
      seen.add(h);
    }
    throw new IllegalStateException("a network has a last layer");
  }

  /** The inputs that stand alone, then the vectors of the embeddings. */
  private NDArray embedded(NDArray[] parts, NDArray x) {
    List<NDArray> alone = new ArrayList<>();
    List<NDArray> vectors = new ArrayList<>();
    int at = 0;
    for (int e = 0; e < architecture.embeddings().size(); e++) {
      Architecture.Embedding own = architecture.embeddings().get(e);
      if (own.from() > at) {
        alone.add(Torch.columns(x, at, own.from()));
      }
      at = own.from() + own.count();
      vectors.add(Torch.columns(x, own.from(), at).matMul(parts[e].transpose()));
    }
    if (at < architecture.inputs()) {
      alone.add(Torch.columns(x, at, architecture.inputs()));
    }
    alone.addAll(vectors);
    return Torch.concat(alone.toArray(NDArray[]::new));
  }

  @Override
  public void close() {
    manager.close();
  }
}
