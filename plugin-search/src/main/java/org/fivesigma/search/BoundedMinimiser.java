package org.fivesigma.search;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Minimises a smooth function in a box by a limited-memory quasi-Newton method with projected steps
 * (J. Nocedal, Math. Comp. 35, 1980; D. Bertsekas, SIAM J. Control Optim. 20, 1982): coordinates
 * that push against a bound are held, the others take an L-BFGS step that is cut at the bounds and
 * halved until the function falls enough.
 */
final class BoundedMinimiser {
  /** A function with its gradient. */
  interface Smooth {
    /** The value at x; writes the gradient. A value that is not finite is never accepted. */
    double value(double[] x, double[] gradient);
  }

  /** Where it ended. */
  record Minimum(double[] x, double value) {}

  private static final int MEMORY = 8;
  private static final int HALVINGS = 25;
  private static final double SUFFICIENT = 1e-4;

  private final double[] low;
  private final double[] high;
  private final int iterations;
  private final double tolerance;

  /**
   * A minimiser.
   *
   * @param iterations at most so many steps
   * @param tolerance it stops when the function falls by less, relative to its size
   */
  BoundedMinimiser(double[] low, double[] high, int iterations, double tolerance) {
    this.low = low;
    this.high = high;
    this.iterations = iterations;
    this.tolerance = tolerance;
  }

  private record Pair(double[] step, double[] change, double curvature) {}

  /** The minimum reached from a start. */
  Minimum minimise(double[] start, Smooth function) {
    int d = start.length;
    double[] x = start.clone();
    project(x);
    double[] gradient = new double[d];
    double value = function.value(x, gradient);
    Deque<Pair> memory = new ArrayDeque<>();
    for (int i = 0; i < iterations && Double.isFinite(value); i++) {
      boolean[] held = held(x, gradient);
      double[] direction = direction(gradient, held, memory);
      double slope = dot(direction, gradient);
      if (!(slope < 0)) {
        memory.clear();
        direction = direction(gradient, held, memory);
        slope = dot(direction, gradient);
        if (!(slope < 0)) {
          break;
        }
      }
      double length =
          memory.isEmpty() ? Math.min(1, 0.2 / Math.sqrt(dot(direction, direction))) : 1;
      double[] next = new double[d];
      double[] nextGradient = new double[d];
      double nextValue = Double.NaN;
      boolean fell = false;
      for (int h = 0; h < HALVINGS && !fell; h++) {
        double expected = 0;
        for (int j = 0; j < d; j++) {
          next[j] = Math.max(low[j], Math.min(high[j], x[j] + length * direction[j]));
          expected += gradient[j] * (next[j] - x[j]);
        }
        nextValue = function.value(next, nextGradient);
        fell = Double.isFinite(nextValue) && nextValue <= value + SUFFICIENT * expected;
        length *= 0.5;
      }
      if (!fell) {
        break;
      }
      remember(memory, x, next, gradient, nextGradient);
      boolean flat = value - nextValue <= tolerance * (1 + Math.abs(value));
      x = next;
      gradient = nextGradient;
      value = nextValue;
      if (flat) {
        break;
      }
    }
    return new Minimum(x, value);
  }

  private void project(double[] x) {
    for (int j = 0; j < x.length; j++) {
      x[j] = Math.max(low[j], Math.min(high[j], x[j]));
    }
  }

  private boolean[] held(double[] x, double[] gradient) {
    boolean[] held = new boolean[x.length];
    for (int j = 0; j < x.length; j++) {
      held[j] =
          low[j] == high[j]
              || (x[j] <= low[j] && gradient[j] > 0)
              || (x[j] >= high[j] && gradient[j] < 0);
    }
    return held;
  }

  private static double[] direction(double[] gradient, boolean[] held, Deque<Pair> memory) {
    int d = gradient.length;
    double[] q = new double[d];
    for (int j = 0; j < d; j++) {
      q[j] = held[j] ? 0 : gradient[j];
    }
    double[] alphas = new double[memory.size()];
    int i = 0;
    for (Pair p : memory) {
      alphas[i] = dot(p.step(), q) / p.curvature();
      add(q, -alphas[i], p.change());
      i++;
    }
    if (!memory.isEmpty()) {
      Pair newest = memory.getFirst();
      scale(q, newest.curvature() / dot(newest.change(), newest.change()));
    }
    for (var oldest = memory.descendingIterator(); oldest.hasNext(); ) {
      Pair p = oldest.next();
      i--;
      add(q, alphas[i] - dot(p.change(), q) / p.curvature(), p.step());
    }
    for (int j = 0; j < d; j++) {
      q[j] = held[j] ? 0 : -q[j];
    }
    return q;
  }

  private static void remember(
      Deque<Pair> memory, double[] x, double[] next, double[] gradient, double[] nextGradient) {
    int d = x.length;
    double[] step = new double[d];
    double[] change = new double[d];
    for (int j = 0; j < d; j++) {
      step[j] = next[j] - x[j];
      change[j] = nextGradient[j] - gradient[j];
    }
    double curvature = dot(step, change);
    if (curvature > 1e-12 * Math.sqrt(dot(step, step) * dot(change, change))) {
      memory.addFirst(new Pair(step, change, curvature));
      if (memory.size() > MEMORY) {
        memory.removeLast();
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * what[j];
    }
  }

  private static void scale(double[] v, double factor) {
    Arrays.setAll(v, j -> v[j] * factor);
  }
}
