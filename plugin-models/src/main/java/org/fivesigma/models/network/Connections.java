package org.fivesigma.models.network;

/** How hidden layers are joined. */
public enum Connections {
  /** Each layer sees the one before it. */
  PLAIN,
  /** A layer's input is added to its output where both have the same width. */
  RESIDUAL,
  /** Each layer, the last too, sees the features and the outputs of all layers before it. */
  DENSE
}
