package org.fivesigma.metrics.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fivesigma.metrics.ScoreOrder;
import org.fivesigma.metrics.Undefined;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Sum;
import org.fivesigma.spi.metric.Weighting;

/**
 * The distance max |F₁ − F₂| of the weighted score distributions of train and the part, after whole
 * groups of equal scores, for each class (multiclass: of the class's own score): a check for
 * overtraining. {@code <class>/p} is the probability of a larger distance, by Kolmogorov's limit
 * with effective numbers of events n₁n₂/(n₁+n₂).
 */
public final class KolmogorovSmirnov extends WeightedMetric {
  /** With physics weights unless told. */
  public KolmogorovSmirnov(Optional<Weighting> weighted) {
    super(Direction.MINIMISE, weighted, Weighting.PHYSICS);
  }

  @Override
  public Direction direction(String detail) {
    return detail.endsWith("/p") ? Direction.NONE : direction();
  }

  @Override
  protected List<String> details(Scored scored) {
    List<String> details = new ArrayList<>();
    if (!scored.part().equals("train")) {
      for (String name : scored.classes()) {
        details.add(name);
        details.add(name + "/p");
      }
    }
    return details;
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    List<String> details = details(scored);
    if (details.isEmpty()) {
      return new Undefined(details, "train is what the other parts are compared with");
    }
    Optional<Scored> reference = scored.reference().filter(r -> problem(r).isEmpty());
    if (reference.isEmpty()) {
      return new Undefined(details, "there is no scored train part to compare with");
    }
    List<Comparison> comparisons = new ArrayList<>();
    for (int c = 0; c < scored.classes().size(); c++) {
      comparisons.add(new Comparison(scored, reference.get(), c));
    }
    return new Distances(details, comparisons);
  }

  private record Distances(List<String> details, List<Comparison> comparisons) implements Prepared {
    @Override
    public double[] values(double[] weights) {
      double[] values = new double[details.size()];
      for (int c = 0; c < comparisons.size(); c++) {
        double[] pair = comparisons.get(c).distance(weights);
        values[2 * c] = pair[0];
        values[2 * c + 1] = pair[1];
      }
      return values;
    }

    @Override
    public boolean hasError(String detail) {
      return false; // the distance of a resampled part is always larger: no error bar of this one
    }

    @Override
    public Optional<String> reason(String detail) {
      return Optional.of("the weights of the class sum to zero in train or in the part");
    }
  }

  /** Events of one class of both samples in one order. */
  private static final class Comparison {
    private final Scored train;
    private final int[] ofPart;
    private final int[] ofTrain;
    private final ScoreOrder order;

    Comparison(Scored part, Scored train, int label) {
      this.train = train;
      this.ofPart = events(part, label);
      this.ofTrain = events(train, label);
      double[] scores = new double[ofPart.length + ofTrain.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] =
            i < ofPart.length
                ? score(part, ofPart[i], label)
                : score(train, ofTrain[i - ofPart.length], label);
      }
      this.order = ScoreOrder.of(scores);
    }

    private static int[] events(Scored scored, int label) {
      int[] found = new int[scored.rows()];
      int n = 0;
      for (int i = 0; i < found.length; i++) {
        if (scored.labels()[i] == label) {
          found[n++] = i;
        }
      }
      return Arrays.copyOf(found, n);
    }

    private static double score(Scored scored, int event, int label) {
      int k = scored.classes().size();
      return scored.binary() ? scored.scores()[event] : scored.scores()[event * k + label];
    }

    double[] distance(double[] weights) {
      double[] here = pick(weights, ofPart);
      double[] there = pick(train.weights(), ofTrain);
      double w1 = Sum.of(here);
      double w2 = Sum.of(there);
      if (w1 == 0 || w2 == 0) {
        return new double[] {Double.NaN, Double.NaN};
      }
      Sum f1 = new Sum();
      Sum f2 = new Sum();
      double distance = 0;
      int place = 0;
      for (int g = 0; g < order.groups(); g++) {
        for (; place < order.end(g); place++) {
          int i = order.event(place);
          if (i < here.length) {
            f1.add(here[i]);
          } else {
            f2.add(there[i - here.length]);
          }
        }
        distance = Math.max(distance, Math.abs(f1.value() / w1 - f2.value() / w2));
      }
      double n1 = effective(w1, here);
      double n2 = effective(w2, there);
      return new double[] {distance, kolmogorov(distance * Math.sqrt(n1 * n2 / (n1 + n2)))};
    }

    private static double[] pick(double[] weights, int[] events) {
      double[] picked = new double[events.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = weights[events[i]];
      }
      return picked;
    }

    private static double effective(double sum, double[] weights) {
      Sum squares = new Sum();
      for (double w : weights) {
        squares.add(w * w);
      }
      return sum * sum / squares.value();
    }
  }

  /** Q(z) = 2 Σ (−1)^{j−1} exp(−2j²z²), by its theta transform for small z. */
  static double kolmogorov(double z) {
    if (z < 0.2) {
      return 1;
    }
    double sum = 0;
    if (z < 1) {
      for (int j = 1; j <= 20; j++) {
        double t = (2 * j - 1) * Math.PI / z;
        sum += Math.exp(-t * t / 8);
      }
      return 1 - Math.sqrt(2 * Math.PI) / z * sum;
    }
    for (int j = 1; j <= 20; j++) {
      sum += (j % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * j * j * z * z);
    }
    return Math.min(1, sum);
  }
}
