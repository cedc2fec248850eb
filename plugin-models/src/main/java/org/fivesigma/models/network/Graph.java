package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A network's parameters in native memory. On the CPU Java writes parameters to {@link
 * #parameters()} and libtorch sees them without a copy; on another device they are its own, and go
 * there and back by {@link #load} and {@link #store}. A {@link Pass} leads through it; several
 * threads have one each.
 */
final class Graph implements AutoCloseable {
  private final Architecture architecture;
  private final NDManager manager;
  private final NDManager host;
  private final FloatBuffer parameters;
  private final FloatBuffer statistics;
  private final ByteBuffer parameterBytes;
  private final ByteBuffer statisticBytes;
  private final boolean shared;
  private NDArray vector;
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> variances = new ArrayList<>();
  private final Torch.Value shapeValue;
  private final Torch.Value alphaValue;
  private NDManager views;
  private Torch.Value parameterValue;
  private Torch.Value statisticsValue;

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
    this.host = shared ? manager : Torch.manager("cpu");
    int size = Math.toIntExact(architecture.parameters());
    this.parameterBytes = Torch.bytes(host, size);
    this.parameters = parameterBytes.asFloatBuffer();
    this.vector = Torch.array(manager, parameterBytes, size);
    this.statisticBytes = Torch.bytes(host, architecture.statistics());
    this.statistics = statisticBytes.asFloatBuffer();
    sliceStatistics();
    this.shapeValue = Torch.value(shape(architecture, precision));
    this.alphaValue = Torch.value(architecture.activation().parameter());
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
    send();
  }

  /** Takes those of a network on the CPU. */
  void load(Graph other) {
    parameters.put(0, other.parameters, 0, parameters.capacity());
    statistics.put(0, other.statistics, 0, statistics.capacity());
    send();
  }

  private void send() {
    if (!shared) {
      forgetValues();
      vector.close();
      vector = Torch.array(manager, parameterBytes, parameters.capacity());
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
    forgetValues();
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

  /** A manager for one step or chunk on the network's device; to be closed by the caller. */
  NDManager scope() {
    return manager.newSubManager();
  }

  /** A manager of memory that Java sees; to be closed by the caller. */
  NDManager hostScope() {
    return host.newSubManager();
  }

  /** Whether Java and libtorch share the memory of the parameters. */
  boolean shared() {
    return shared;
  }

  /** Parameters, cut in tensors, as the module of networks takes them. */
  synchronized Torch.Value parameterValue() {
    if (parameterValue == null) {
      views = manager.newSubManager();
      parameterValue = Torch.value(Torch.views(vector, architecture.tensors(), views));
    }
    return parameterValue;
  }

  /** Running means and variances, as the module of networks takes them. */
  synchronized Torch.Value statisticsValue() {
    if (statisticsValue == null) {
      List<NDArray> both = new ArrayList<>();
      for (int i = 0; i < means.size(); i++) {
        both.add(means.get(i));
        both.add(variances.get(i));
      }
      statisticsValue = Torch.value(both);
    }
    return statisticsValue;
  }

  /** What {@code make_network.py} calls the shape. */
  Torch.Value shapeValue() {
    return shapeValue;
  }

  /** The parameter of the activation. */
  Torch.Value alphaValue() {
    return alphaValue;
  }

  private static long[] shape(Architecture a, Precision precision) {
    LongStream.Builder shape = LongStream.builder();
    shape.add(a.activation().function().code());
    shape.add(a.batchNorm() ? 1 : 0);
    shape.add(a.connections().code());
    shape.add(precision == Precision.BFLOAT16_MIXED ? 1 : 0);
    shape.add(a.hidden().size());
    for (Architecture.Embedding e : a.embeddings()) {
      shape.add(e.from()).add((long) e.from() + e.count());
    }
    return shape.build().toArray();
  }

  private synchronized void forgetValues() {
    if (parameterValue != null) {
      parameterValue.close();
      parameterValue = null;
      views.close();
    }
    if (statisticsValue != null) {
      statisticsValue.close();
      statisticsValue = null;
    }
  }

  @Override
  public void close() {
    forgetValues();
    shapeValue.close();
    alphaValue.close();
    manager.close();
    host.close();
  }
}
