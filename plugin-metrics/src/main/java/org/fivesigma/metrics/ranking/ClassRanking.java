package org.fivesigma.metrics.ranking;

import java.util.Arrays;
import org.fivesigma.metrics.ScoreOrder;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Sum;

/**
 * Events sorted once by the score of one class, to rank that class against each other class for
 * many weight vectors.
 */
final class ClassRanking {
  private final ScoreOrder order;
  private final byte[] label;
  private final int[] event;
  private final int positive;
  private final int classes;

  ClassRanking(Scored scored, int positive) {
    int n = scored.rows();
    this.positive = positive;
    this.classes = scored.classes().size();
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      scores[i] = scored.binary() ? scored.scores()[i] : scored.scores()[i * classes + positive];
    }
    this.order = ScoreOrder.of(scores);
    this.label = new byte[n];
    this.event = new int[n];
    for (int place = 0; place < n; place++) {
      event[place] = order.event(place);
      label[place] = (byte) scored.labels()[event[place]];
    }
  }

  /** The order of events. */
  ScoreOrder order() {
    return order;
  }

  /**
   * The area under the curve of the class against each other class, and at its own index against
   * all others together. The area is Σ w_i w_j [s_i > s_j] + ½[s_i = s_j] over pairs, divided by
   * the sums of weights: with weights of both signs it may leave [0, 1]. NaN where a sum is zero.
   */
  double[] areas(double[] weights) {
    return classes == 2 ? areaOfTwo(weights) : areasOfMany(weights);
  }

  /** As {@link #areasOfMany}, bit for bit, with its sums in local variables: half the time. */
  private double[] areaOfTwo(double[] weights) {
    double own = 0;
    double ownLost = 0;
    double other = 0;
    double otherLost = 0;
    double ordered = 0;
    double orderedLost = 0;
    int place = 0;
    for (int g = 0; g < order.groups(); g++) {
      double ownHere = 0;
      double otherHere = 0;
      for (int end = order.end(g); place < end; place++) {
        double weight = weights[event[place]];
        if (label[place] == positive) {
          ownHere += weight;
        } else {
          otherHere += weight;
        }
      }
      if (otherHere != 0) {
        double term = otherHere * (own + ownLost + ownHere / 2);
        double next = ordered + term;
        orderedLost += Sum.lost(ordered, term, next);
        ordered = next;
        next = other + otherHere;
        otherLost += Sum.lost(other, otherHere, next);
        other = next;
      }
      if (ownHere != 0) {
        double next = own + ownHere;
        ownLost += Sum.lost(own, ownHere, next);
        own = next;
      }
    }
    double pairs = (own + ownLost) * (other + otherLost);
    double area = pairs == 0 ? Double.NaN : (ordered + orderedLost) / pairs;
    return new double[] {area, area};
  }

  private double[] areasOfMany(double[] weights) {
    Sum[] ordered = sums();
    Sum[] total = sums();
    double[] inGroup = new double[classes];
    int place = 0;
    for (int g = 0; g < order.groups(); g++) {
      Arrays.fill(inGroup, 0);
      for (; place < order.end(g); place++) {
        inGroup[label[place]] += weights[event[place]];
      }
      double above = total[positive].value() + inGroup[positive] / 2;
      for (int c = 0; c < classes; c++) {
        if (inGroup[c] != 0) {
          if (c != positive) {
            ordered[c].add(inGroup[c] * above);
          }
          total[c].add(inGroup[c]);
        }
      }
    }
    double own = total[positive].value();
    double[] areas = new double[classes];
    Sum allOrdered = new Sum();
    Sum allTotal = new Sum();
    for (int c = 0; c < classes; c++) {
      if (c != positive) {
        double pairs = own * total[c].value();
        areas[c] = pairs == 0 ? Double.NaN : ordered[c].value() / pairs;
        allOrdered.add(ordered[c].value());
        allTotal.add(total[c].value());
      }
    }
    double pairs = own * allTotal.value();
    areas[positive] = pairs == 0 ? Double.NaN : allOrdered.value() / pairs;
    return areas;
  }

  /** Sums of weights above each distinct score; index 0 stands for nothing accepted. */
  Curve curve(double[] weights) {
    double[] own = new double[order.groups() + 1];
    double[] other = new double[order.groups() + 1];
    Sum ownSum = new Sum();
    Sum otherSum = new Sum();
    int place = 0;
    for (int g = 0; g < order.groups(); g++) {
      for (; place < order.end(g); place++) {
        (label[place] == positive ? ownSum : otherSum).add(weights[event[place]]);
      }
      own[g + 1] = ownSum.value();
      other[g + 1] = otherSum.value();
    }
    return new Curve(own, other);
  }

  /** Accepted weight of the class and of all others. */
  record Curve(double[] positive, double[] other) {}

  private Sum[] sums() {
    Sum[] sums = new Sum[classes];
    for (int c = 0; c < classes; c++) {
      sums[c] = new Sum();
    }
    return sums;
  }
}
