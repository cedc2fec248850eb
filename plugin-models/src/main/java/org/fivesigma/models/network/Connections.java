package org.fivesigma.models.network;

/** How hidden layers are joined. */
public enum Connections {
  /** Each layer sees the one before it. */
  PLAIN(0),
  /** A layer's input is added to its output where both have the same width. */
  RESIDUAL(1),
  /** Each layer, the last too, sees the features and the outputs of all layers before it. */
  DENSE(2);

  private final int code;

  Connections(int code) {
    this.code = code;
  }

  /** The number by which the module of networks knows it. */
  int code() {
    return code;
  }
}
