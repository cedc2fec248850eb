package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Sum;

/**
 * What becomes of negative event weights.
 *
 * <p>{@code keep} leaves them, {@code abs} takes the absolute value, {@code zero} and {@code drop}
 * set them to zero (a dropped event takes no part in fitting), {@code pair} cancels each negative
 * event against the nearest positive ones of its class in scaled features, so that Σw of the class
 * is kept.
 */
enum NegativeWeightPolicy {
  KEEP,
  ABS,
  ZERO,
  DROP,
  PAIR;

  /** New weights; the given ones are not changed. */
  double[] apply(double[] weights, int[] labels, int classes, float[][] features) {
    double[] result = weights.clone();
    if (this == KEEP) {
      return result;
    }
    if (this == PAIR) {
      for (int c = 0; c < classes; c++) {
        cancel(result, labels, c, features);
      }
      return result;
    }
    for (int i = 0; i < result.length; i++) {
      if (result[i] < 0) {
        result[i] = this == ABS ? -result[i] : 0;
      }
    }
    return result;
  }

  /** How many weights are negative. */
  static int count(double[] weights) {
    int n = 0;
    for (double w : weights) {
      n += w < 0 ? 1 : 0;
    }
    return n;
  }

  private static void cancel(double[] weights, int[] labels, int ofClass, float[][] features) {
    List<Integer> negative = new ArrayList<>();
    List<Integer> positive = new ArrayList<>();
    Sum total = new Sum();
    for (int i = 0; i < weights.length; i++) {
      if (labels[i] == ofClass) {
        total.add(weights[i]);
        if (weights[i] < 0) {
          negative.add(i);
        } else if (weights[i] > 0) {
          positive.add(i);
        }
      }
    }
    if (negative.isEmpty()) {
      return;
    }
    if (total.value() < 0) {
      throw UserError.of(
              "negative-weights",
              "the weights of a class sum to "
                  + total.value()
                  + ": its negative events cannot be paired")
          .at("data.negative_weights");
    }
    NearestEvents nearest = new NearestEvents(features, positive);
    // the largest debts first: they need the most neighbours
    negative.sort(
        Comparator.comparingDouble((Integer i) -> weights[i])
            .thenComparing(Comparator.naturalOrder()));
    for (int event : negative) {
      double debt = -weights[event];
      weights[event] = 0;
      while (debt > 0) {
        int partner = nearest.next(event, weights);
        if (partner < 0) {
          break;
        }
        double paid = Math.min(debt, weights[partner]);
        weights[partner] -= paid;
        debt -= paid;
        if (weights[partner] <= 0) {
          weights[partner] = 0;
        }
      }
    }
  }

  /**
   * Nearest positive events by scaled features; exact, by a scan sorted on the feature of largest
   * spread.
   */
  private static final class NearestEvents {
    private final float[][] scaled;
    private final int[] order;
    private final float[] key;

    NearestEvents(float[][] features, List<Integer> positive) {
      scaled = new float[features.length][];
      for (int f = 0; f < features.length; f++) {
        scaled[f] = scale(features[f]);
      }
      float[] first = scaled.length == 0 ? new float[0] : scaled[0];
      order =
          positive.stream()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> first.length == 0 ? 0 : first[i])
                      .thenComparing(Comparator.naturalOrder()))
              .mapToInt(Integer::intValue)
              .toArray();
      key = new float[order.length];
      for (int i = 0; i < order.length; i++) {
        key[i] = first.length == 0 ? 0 : first[order[i]];
      }
    }

    int next(int event, double[] weights) {
      float x = scaled.length == 0 ? 0 : scaled[0][event];
      int at = Arrays.binarySearch(key, x);
      int right = at < 0 ? -at - 1 : at;
      int left = right - 1;
      int best = -1;
      double bestDistance = Double.POSITIVE_INFINITY;
      while (left >= 0 || right < order.length) {
        double toLeft = left >= 0 ? square(x - key[left]) : Double.POSITIVE_INFINITY;
        double toRight = right < order.length ? square(x - key[right]) : Double.POSITIVE_INFINITY;
        if (Math.min(toLeft, toRight) > bestDistance) {
          break;
        }
        int candidate = toLeft <= toRight ? order[left--] : order[right++];
        if (weights[candidate] > 0) {
          double d = distance(event, candidate, bestDistance);
          if (d < bestDistance) {
            bestDistance = d;
            best = candidate;
          }
        }
      }
      return best;
    }

    private double distance(int a, int b, double limit) {
      double sum = 0;
      for (float[] column : scaled) {
        sum += square(column[a] - column[b]);
        if (sum >= limit) {
          return sum;
        }
      }
      return sum;
    }

    private static double square(double x) {
      return x * x;
    }

    private static float[] scale(float[] values) {
      double sum = 0;
      double squares = 0;
      int n = 0;
      for (float v : values) {
        if (!Float.isNaN(v)) {
          sum += v;
          squares += (double) v * v;
          n++;
        }
      }
      double mean = n == 0 ? 0 : sum / n;
      double sd = n == 0 ? 1 : Math.sqrt(Math.max(0, squares / n - mean * mean));
      float[] scaled = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        scaled[i] = Float.isNaN(values[i]) ? 0 : (float) ((values[i] - mean) / (sd > 0 ? sd : 1));
      }
      return scaled;
    }
  }
}
