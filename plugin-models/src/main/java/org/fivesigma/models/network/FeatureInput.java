package org.fivesigma.models.network;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** A matrix of events in memory that Java fills and a {@link Pass} takes. */
final class FeatureInput implements AutoCloseable {
  private final NDManager host;
  private final FloatBuffer input;
  private final Filled filled;

  /** For up to {@code rows} events of a network. */
  FeatureInput(Graph graph, int rows) {
    int inputs = graph.architecture().inputs();
    this.host = graph.hostScope();
    ByteBuffer bytes = Torch.bytes(host, (long) rows * inputs);
    this.input = bytes.asFloatBuffer();
    this.filled = new Filled(graph, scope -> Torch.value(Torch.array(scope, bytes, rows, inputs)));
  }

  /** Takes so many numbers, row-major. */
  void put(float[] features, int from, int count) {
    input.put(0, features, from, count);
  }

  /** The events, on the network's device. */
  Torch.Value value() {
    return filled.value();
  }

  @Override
  public void close() {
    filled.close();
    host.close();
  }
}
