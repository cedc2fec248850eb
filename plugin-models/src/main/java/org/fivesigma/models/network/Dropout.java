package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Dropout (Srivastava et al. 2014) and alpha dropout (Klambauer et al. 2017) with masks drawn in
 * Java from a stream of their own, so that trainings in parallel stay reproducible: libtorch has
 * one generator for the whole process.
 */
final class Dropout {
  /** The value that SELU goes to far below 0. */
  private static final double SELU_FLOOR = -1.0507009873554805 * 1.6732632423543772;

  private final double rate;
  private final boolean alpha;
  private final List<Integer> widths;
  private final int capacity;
  private final ByteBuffer[] factors;
  private final ByteBuffer[] offsets;

  /**
   * Masks for batches of up to {@code rows} events.
   *
   * @param rate probability that a unit is dropped
   * @param alpha whether dropped units take SELU's lowest value, and mean and variance are kept
   */
  Dropout(double rate, boolean alpha, List<Integer> widths, int rows) {
    this.rate = rate;
    this.alpha = alpha;
    this.widths = widths;
    this.capacity = rows;
    this.factors = new ByteBuffer[widths.size()];
    this.offsets = new ByteBuffer[widths.size()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = Torch.bytes((long) rows * widths.get(i));
      offsets[i] = Torch.bytes(alpha ? (long) rows * widths.get(i) : 0);
    }
  }

  /** Draws the masks of one batch. */
  void draw(SplittableRandom random, int rows) {
    double keep = 1 - rate;
    double scale = alpha ? 1 / Math.sqrt(keep + SELU_FLOOR * SELU_FLOOR * keep * rate) : 1 / keep;
    float kept = (float) scale;
    float keptOffset = (float) (alpha ? -scale * SELU_FLOOR * rate : 0);
    float dropped = (float) (alpha ? scale * SELU_FLOOR - scale * SELU_FLOOR * rate : 0);
    // 32 random bits a unit
    long threshold = Math.round(rate * 0x1p32);
    for (int i = 0; i < factors.length; i++) {
      int count = rows * widths.get(i);
      FloatBuffer f = factors[i].asFloatBuffer();
      FloatBuffer o = offsets[i].asFloatBuffer();
      long bits = 0;
      for (int k = 0; k < count; k++) {
        bits = (k & 1) == 0 ? random.nextLong() : bits >>> 32;
        boolean drop = (bits & 0xffffffffL) < threshold;
        f.put(k, drop ? 0 : kept);
        if (alpha) {
          o.put(k, drop ? dropped : keptOffset);
        }
      }
    }
  }

  /** The masks: a factor for each hidden layer, then, for alpha dropout, what is added to each. */
  List<NDArray> arrays(NDManager scope) {
    List<NDArray> arrays = new ArrayList<>();
    for (int i = 0; i < factors.length; i++) {
      arrays.add(Torch.array(scope, factors[i], capacity, widths.get(i)));
    }
    for (int i = 0; alpha && i < offsets.length; i++) {
      arrays.add(Torch.array(scope, offsets[i], capacity, widths.get(i)));
    }
    return arrays;
  }
}
