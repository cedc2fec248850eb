package org.fivesigma.models.network;

import ai.djl.ndarray.NDManager;

/**
 * Arrays that Java fills for a network: on the CPU they are Java's memory, elsewhere they are sent
 * anew.
 */
final class Filled implements AutoCloseable {
  private final Graph graph;
  private final Arrays arrays;
  private NDManager scope;
  private Torch.Value value;

  /** Makes arrays over buffers. */
  interface Arrays {
    Torch.Value in(NDManager scope);
  }

  Filled(Graph graph, Arrays arrays) {
    this.graph = graph;
    this.arrays = arrays;
    send();
  }

  private void send() {
    scope = graph.scope();
    value = arrays.in(scope);
  }

  /** What the buffers hold now, until the next call. */
  Torch.Value value() {
    if (!graph.shared()) {
      close();
      send();
    }
    return value;
  }

  @Override
  public void close() {
    value.close();
    scope.close();
  }
}
