package org.fivesigma.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds where an acquisition function is largest: points spread over the space and points near the
 * best settings so far are looked at, and the most promising are improved by turns of quasi-Newton
 * steps over continuous parameters and of trying other values of each discrete one.
 */
final class AcquisitionSearch {
  private static final int SPREAD = 1000;
  private static final int NEAR = 40;
  private static final int STARTS = 4;
  private static final double APART_SPREAD = 0.3;
  private static final double APART_NEAR = 0.01;
  private static final int STEPS = 40;
  private static final int ROUNDS = 4;

  private final UnitSpace space;
  private final GpKernel kernel;
  private final LogExpectedImprovement acquisition;
  private final SplittableRandom random;

  AcquisitionSearch(
      UnitSpace space,
      GpKernel kernel,
      LogExpectedImprovement acquisition,
      SplittableRandom random) {
    this.space = space;
    this.kernel = kernel;
    this.acquisition = acquisition;
    this.random = random;
  }

  private record Candidate(double[] point, double value) {}

  /** Points of large value, the largest first; {@code incumbents} are the best settings so far. */
  List<double[]> best(double[][] incumbents) {
    List<Candidate> spread = new ArrayList<>();
    for (int i = 0; i < SPREAD; i++) {
      spread.add(candidate(anywhere()));
    }
    List<Candidate> close = new ArrayList<>();
    for (double[] incumbent : incumbents) {
      for (int i = 0; i < NEAR; i++) {
        close.add(candidate(near(incumbent, Math.pow(10, -3 * random.nextDouble()))));
      }
    }
    spread.sort(byValue());
    close.sort(byValue());
    List<Candidate> improved = new ArrayList<>();
    for (Candidate start : apart(spread, APART_SPREAD)) {
      improved.add(improve(start));
    }
    for (Candidate start : apart(close, APART_NEAR)) {
      improved.add(improve(start));
    }
    improved.add(improve(candidate(near(incumbents[0], 1e-4))));
    List<Candidate> candidates = new ArrayList<>(spread);
    candidates.addAll(close);
    candidates.sort(byValue());
    improved.sort(byValue());
    List<double[]> points = new ArrayList<>();
    improved.forEach(c -> points.add(c.point()));
    candidates.forEach(c -> points.add(c.point()));
    return points;
  }

  private static Comparator<Candidate> byValue() {
    return Comparator.comparingDouble(
        c -> Double.isNaN(c.value()) ? Double.POSITIVE_INFINITY : -c.value());
  }

  private List<Candidate> apart(List<Candidate> sorted, double least) {
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate c : sorted) {
      if (chosen.size() == STARTS) {
        break;
      }
      if (chosen.stream().allMatch(o -> distance(o.point(), c.point()) > least)) {
        chosen.add(c);
      }
    }
    return chosen;
  }

  private double distance(double[] a, double[] b) {
    double sum = 0;
    double[] inverse = kernel.inverseSquares();
    for (int j = 0; j < a.length; j++) {
      sum += inverse[j] * GpKernel.squared(space.encoding(j).categorical(), a[j], b[j]);
    }
    return sum;
  }

  private Candidate candidate(double[] point) {
    double[] snapped = space.snapped(point);
    return new Candidate(snapped, acquisition.at(snapped));
  }

  private double[] anywhere() {
    double[] point = new double[space.dimensions()];
    for (int j = 0; j < point.length; j++) {
      point[j] = any(j);
    }
    return point;
  }

  private double any(int j) {
    return space.encoding(j).categorical()
        ? random.nextInt((int) space.encoding(j).cells())
        : random.nextDouble();
  }

  private double[] near(double[] point, double reach) {
    double[] moved = point.clone();
    for (int j = 0; j < moved.length; j++) {
      if (Double.isNaN(moved[j])) {
        moved[j] = any(j);
      } else if (space.encoding(j).categorical()) {
        if (random.nextDouble() < 0.2) {
          moved[j] = any(j);
        }
      } else {
        double scale = Math.min(0.5, Math.exp(kernel.logScales()[j]));
        moved[j] = Math.max(0, Math.min(1, moved[j] + reach * scale * random.nextGaussian()));
      }
    }
    return moved;
  }

  private Candidate improve(Candidate start) {
    Candidate at = start;
    for (int round = 0; round < ROUNDS; round++) {
      double before = at.value();
      at = continuous(at);
      at = discrete(at);
      if (!(at.value() > before + 1e-4)) {
        break;
      }
    }
    return at;
  }

  private Candidate continuous(Candidate at) {
    int d = at.point().length;
    double[] low = at.point().clone();
    double[] high = at.point().clone();
    boolean any = false;
    for (int j = 0; j < d; j++) {
      if (space.encoding(j).cells() == 0 && !Double.isNaN(low[j])) {
        low[j] = 0;
        high[j] = 1;
        any = true;
      } else if (Double.isNaN(low[j])) {
        low[j] = 0.5;
        high[j] = 0.5;
      }
    }
    if (!any) {
      return at;
    }
    double[] original = at.point();
    BoundedMinimiser.Minimum found =
        new BoundedMinimiser(low, high, STEPS, 1e-6)
            .minimise(
                filled(original),
                (x, gradient) -> {
                  double value = -acquisition.at(masked(x, original), gradient);
                  for (int j = 0; j < gradient.length; j++) {
                    gradient[j] = -gradient[j];
                  }
                  return value;
                });
    return -found.value() > at.value() ? candidate(masked(found.x(), original)) : at;
  }

  private static double[] filled(double[] point) {
    return Arrays.stream(point).map(v -> Double.isNaN(v) ? 0.5 : v).toArray();
  }

  private static double[] masked(double[] x, double[] original) {
    double[] point = x.clone();
    for (int j = 0; j < point.length; j++) {
      if (Double.isNaN(original[j])) {
        point[j] = Double.NaN;
      }
    }
    return point;
  }

  private Candidate discrete(Candidate start) {
    Candidate at = start;
    for (int j = 0; j < start.point().length; j++) {
      Encoding e = space.encoding(j);
      if (e.cells() < 2 || Double.isNaN(at.point()[j])) {
        continue;
      }
      long here = e.categorical() ? (long) at.point()[j] : e.index(e.value(at.point()[j]));
      for (long other : others(e, here)) {
        double[] moved = at.point().clone();
        moved[j] = e.categorical() ? other : e.unit(e.valueAt(other));
        if (space.conditional()) {
          for (int i = j + 1; i < moved.length; i++) {
            if (Double.isNaN(moved[i])) {
              moved[i] = any(i);
            }
          }
        }
        Candidate c = candidate(moved);
        if (c.value() > at.value()) {
          at = c;
        }
      }
    }
    return at;
  }

  private static List<Long> others(Encoding e, long here) {
    List<Long> others = new ArrayList<>();
    if (e.cells() <= 24) {
      for (long c = 0; c < e.cells(); c++) {
        if (c != here) {
          others.add(c);
        }
      }
      return others;
    }
    for (long step = 1; step < e.cells(); step *= 2) {
      if (here - step >= 0) {
        others.add(here - step);
      }
      if (here + step < e.cells()) {
        others.add(here + step);
      }
    }
    return others;
  }
}
