package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Dropout (Srivastava et al. 2014) and alpha dropout (Klambauer et al. 2017) with masks drawn in
 * Java from a stream of their own, so that trainings in parallel stay reproducible: libtorch has
 * one generator for the whole process.
 */
final class Dropout implements AutoCloseable {
  /** The value that SELU goes to far below 0. */
  private static final double SELU_FLOOR = -1.0507009873554805 * 1.6732632423543772;

  private final double rate;
  private final boolean alpha;
  private final List<Integer> widths;
  private final int capacity;
  private final NDManager host = Torch.manager("cpu");
  private final ByteBuffer[] factors;
  private final ByteBuffer[] offsets;
  private final int[] counters;
  private final int[] mask;
  private final int[] words;

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
    int most =
        Math.multiplyExact(rows, widths.stream().mapToInt(Integer::intValue).max().orElse(0));
    this.counters = new int[most];
    Arrays.setAll(counters, k -> k * 0x9e3779b9);
    this.mask = new int[most];
    this.words = new int[most];
    this.factors = new ByteBuffer[widths.size()];
    this.offsets = new ByteBuffer[widths.size()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = Torch.bytes(host, (long) rows * widths.get(i));
      offsets[i] = Torch.bytes(host, alpha ? (long) rows * widths.get(i) : 0);
    }
  }

  /** Draws the masks of one batch. */
  void draw(SplittableRandom random, int rows) {
    double keep = 1 - rate;
    double scale = alpha ? 1 / Math.sqrt(keep + SELU_FLOOR * SELU_FLOOR * keep * rate) : 1 / keep;
    int threshold = (int) Math.round(rate * 0x1p31);
    for (int i = 0; i < factors.length; i++) {
      int count = rows * widths.get(i);
      long key = random.nextLong();
      drops(counters, count, threshold, (int) key, (int) (key >>> 32), mask);
      choose(mask, count, 0, Float.floatToRawIntBits((float) scale), words);
      factors[i].asIntBuffer().put(0, words, 0, count);
      if (alpha) {
        int dropped = Float.floatToRawIntBits((float) (scale * SELU_FLOOR * (1 - rate)));
        int kept = Float.floatToRawIntBits((float) (-scale * SELU_FLOOR * rate));
        choose(mask, count, dropped, kept, words);
        offsets[i].asIntBuffer().put(0, words, 0, count);
      }
    }
  }

  /**
   * −1 where a unit is dropped, else 0. Unit k draws 31 bits: a hash of k and a key (the finaliser
   * of MurmurHash3, keyed between its rounds), in operations that the compiler turns into vector
   * instructions.
   */
  private static void drops(
      int[] counters, int count, int threshold, int low, int high, int[] mask) {
    for (int k = 0; k < count; k++) {
      int z = counters[k] + low;
      z ^= z >>> 16;
      z *= 0x85ebca6b;
      z = (z ^ (z >>> 13)) + high;
      z *= 0xc2b2ae35;
      z ^= z >>> 16;
      mask[k] = ((z >>> 1) - threshold) >> 31;
    }
  }

  /** The bits of one number where the mask is set and of another elsewhere. */
  private static void choose(int[] mask, int count, int set, int clear, int[] words) {
    for (int k = 0; k < count; k++) {
      words[k] = (mask[k] & set) | (~mask[k] & clear);
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

  @Override
  public void close() {
    host.close();
  }
}
