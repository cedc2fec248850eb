package org.fivesigma.models.xgboost;

import java.io.IOException;

/**
 * Looks through a booster before the native library does, which follows children and features
 * without asking whether they are there.
 */
final class ModelCheck {
  private ModelCheck() {}

  /**
   * Checks trees and weights.
   *
   * @throws IOException naming what is wrong
   */
  static void check(UbjModel model) throws IOException {
    ModelShape.check(model.root());
    int targets = Math.max(1, model.classes());
    if (model.linear()) {
      float[] weights = model.linearWeights();
      if (weights.length != (model.features() + 1L) * targets) {
        throw new IOException(
            "the XGBoost model has " + weights.length + " weights for its features");
      }
      for (float weight : weights) {
        if (!Float.isFinite(weight)) {
          throw new IOException("a weight of the XGBoost model is " + weight);
        }
      }
      return;
    }
    int number = 0;
    for (UbjModel.Decisions decisions : model.decisions()) {
      try {
        tree(decisions, model.features(), targets);
      } catch (IOException e) {
        throw new IOException("tree " + number + " of the XGBoost model: " + e.getMessage(), e);
      }
      number++;
    }
  }

  private static void tree(UbjModel.Decisions d, int features, int targets) throws IOException {
    UbjModel.Tree tree = d.tree();
    int nodes = tree.left().length;
    if (nodes == 0
        || tree.right().length != nodes
        || tree.feature().length != nodes
        || d.missingLeft().length != nodes
        || d.condition().length != nodes) {
      throw new IOException("its lists differ in length");
    }
    if (d.target() < 0 || d.target() >= targets) {
      throw new IOException("it counts for class " + d.target());
    }
    boolean[] reached = new boolean[nodes];
    reached[0] = true;
    int[] stack = new int[nodes + 1];
    int size = 1;
    while (size > 0) {
      int node = stack[--size];
      if (Float.isNaN(d.condition()[node])) {
        throw new IOException("node " + node + " holds NaN");
      }
      boolean leaf = tree.left()[node] == -1;
      if (leaf && !Float.isFinite(d.condition()[node])) {
        throw new IOException("leaf " + node + " holds " + d.condition()[node]);
      }
      if (!leaf) {
        if (tree.feature()[node] < 0 || tree.feature()[node] >= features) {
          throw new IOException("node " + node + " asks for feature " + tree.feature()[node]);
        }
        for (int child : new int[] {tree.left()[node], tree.right()[node]}) {
          if (child <= 0 || child >= nodes || reached[child]) {
            throw new IOException("node " + node + " has the child " + child);
          }
          reached[child] = true;
          stack[size++] = child;
        }
      }
    }
  }
}
