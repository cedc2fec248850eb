package org.fivesigma.models.network;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** A matrix of events in memory that Java fills and a {@link Pass} on the CPU takes. */
final class FeatureInput implements AutoCloseable {
  private final NDManager owner;
  private final FloatBuffer input;
  private final Torch.Value value;

  /** For up to {@code rows} events of a network on the CPU. */
  FeatureInput(Graph graph, int rows) {
    int inputs = graph.architecture().inputs();
    this.owner = graph.scope();
    ByteBuffer bytes = Torch.bytes(owner, (long) rows * inputs);
    this.input = bytes.asFloatBuffer();
    this.value = Torch.value(Torch.array(owner, bytes, rows, inputs));
  }

  /** Takes so many numbers, row-major. */
  void put(float[] features, int from, int count) {
    input.put(0, features, from, count);
  }

  Torch.Value value() {
    return value;
  }

  @Override
  public void close() {
    value.close();
    owner.close();
  }
}
