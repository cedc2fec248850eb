package org.fivesigma.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A fitted Gaussian process before it is conditioned: the change of the objective's scale, the
 * hyperparameters, and the values on that scale.
 *
 * @param values the objective on the new scale
 * @param known variance of each value that is known beforehand, on that scale
 */
record Surrogate(GpFit.Fitted fitted, double[] values, double[] known) {
  private static final int FROM_NOTHING = 25;
  private static final int FROM_BEFORE = 10;

  /** Hyperparameters are fitted to at most so many values; the process is then put through all. */
  private static final int MOST_FITTED = 100;

  /** What was chosen at a milestone. */
  private record Choice(int warp, GpFit.Fitted fitted, GpFit.Fitted plain) {}

  /**
   * Fits surrogates. The scale is chosen, and the hyperparameters are sought from nothing, only
   * when the trials have grown by a fifth (at milestones); in between the newest milestone's are
   * improved by a few steps. A milestone follows from its trials alone; what it found is kept.
   */
  static final class Cache {
    private static final int KEPT = 64;

    private final Map<Integer, Choice> choices =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Choice> eldest) {
            return size() > KEPT;
          }
        };

    /**
     * The surrogate of these values (smaller is better).
     *
     * @param plain whether the scale stays as it is: near the best values a changed scale is bent
     */
    Surrogate of(UnitSpace space, double[][] x, double[] y, double[] noise, boolean plain) {
      int milestone = milestone(y.length);
      double[][] earlyX = Arrays.copyOf(x, milestone);
      double[] earlyY = Arrays.copyOf(y, milestone);
      Choice choice = choice(space, earlyX, earlyY, Arrays.copyOf(noise, milestone));
      Warp warp = Warp.candidates(y)[plain ? Warp.PLAIN : choice.warp()];
      GpFit.Fitted early = plain ? choice.plain() : choice.fitted();
      double[] values = Arrays.stream(y).map(warp::of).toArray();
      double[] known = known(warp, y, noise);
      GpFit.Fitted fitted =
          milestone == y.length ? early : fit(warp, space, x, y, noise).fit(early, FROM_BEFORE);
      return new Surrogate(fitted, values, known);
    }

    private static int milestone(int n) {
      int milestone = 1;
      for (int next = 1; next <= n; next = Math.max(next + 1, next * 6 / 5)) {
        milestone = next;
      }
      return milestone;
    }

    private static double[] known(Warp warp, double[] y, double[] noise) {
      double[] known = new double[y.length];
      for (int i = 0; i < known.length; i++) {
        known[i] = noise[i] * warp.slope(y[i]) * warp.slope(y[i]);
      }
      return known;
    }

    private Choice choice(UnitSpace space, double[][] x, double[] y, double[] noise) {
      int key = Arrays.deepHashCode(new Object[] {x, y, noise});
      synchronized (choices) {
        Choice found = choices.get(key);
        if (found != null) {
          return found;
        }
      }
      Warp[] warps = Warp.candidates(y);
      Choice best = null;
      GpFit.Fitted plain = null;
      double evidence = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < warps.length; i++) {
        GpFit.Fitted fitted = fit(warps[i], space, x, y, noise).fit(FROM_NOTHING);
        plain = i == Warp.PLAIN ? fitted : plain;
        double own = fitted.logPosterior() + warps[i].logJacobian(y);
        if (best == null || own > evidence) {
          evidence = own;
          best = new Choice(i, fitted, plain);
        }
      }
      GpFit rough = fit(warps[best.warp()], space, x, y, noise);
      GpFit.Fitted polished = rough.fit(best.fitted(), FROM_NOTHING);
      GpFit.Fitted other = rough.fitRough(FROM_NOTHING);
      Choice choice =
          new Choice(
              best.warp(),
              other.logPosterior() > polished.logPosterior() ? other : polished,
              plain);
      synchronized (choices) {
        choices.put(key, choice);
      }
      return choice;
    }

    /** A fit to all values, or to the best and as many of the others where they are many. */
    private static GpFit fit(Warp warp, UnitSpace space, double[][] x, double[] y, double[] noise) {
      double[] values = Arrays.stream(y).map(warp::of).toArray();
      double[] known = known(warp, y, noise);
      if (y.length <= MOST_FITTED) {
        return new GpFit(space, x, values, known);
      }
      int[] order =
          IntStream.range(0, y.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> y[i]))
              .mapToInt(i -> i)
              .toArray();
      int best = MOST_FITTED / 2;
      double stride = (double) (y.length - best) / (MOST_FITTED - best);
      int[] chosen =
          IntStream.range(0, MOST_FITTED)
              .map(i -> order[i < best ? i : best + (int) ((i - best) * stride)])
              .sorted()
              .toArray();
      return new GpFit(
          space,
          Arrays.stream(chosen).mapToObj(i -> x[i]).toArray(double[][]::new),
          Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray(),
          Arrays.stream(chosen).mapToDouble(i -> known[i]).toArray());
    }
  }
}
