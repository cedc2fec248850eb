package org.fivesigma.search;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /** What was chosen at a milestone. */
  private record Choice(int warp, GpFit.Fitted fitted) {}

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

    /** The surrogate of these values (smaller is better). */
    Surrogate of(UnitSpace space, double[][] x, double[] y, double[] noise) {
      int milestone = milestone(y.length);
      double[][] early = Arrays.copyOf(x, milestone);
      double[] earlyY = Arrays.copyOf(y, milestone);
      Choice choice = choice(space, early, earlyY, Arrays.copyOf(noise, milestone));
      Warp warp = Warp.candidates(y)[choice.warp()];
      double[] values = Arrays.stream(y).map(warp::of).toArray();
      double[] known = known(warp, y, noise);
      GpFit.Fitted fitted =
          milestone == y.length
              ? choice.fitted()
              : new GpFit(space, x, values, known).fit(choice.fitted(), FROM_BEFORE);
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
      double evidence = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < warps.length; i++) {
        GpFit.Fitted fitted = fit(warps[i], space, x, y, noise).fit(FROM_NOTHING);
        double own = fitted.logPosterior() + warps[i].logJacobian(y);
        if (best == null || own > evidence) {
          evidence = own;
          best = new Choice(i, fitted);
        }
      }
      GpFit rough = fit(warps[best.warp()], space, x, y, noise);
      GpFit.Fitted polished = rough.fit(best.fitted(), FROM_NOTHING);
      GpFit.Fitted other = rough.fitRough(FROM_NOTHING);
      Choice choice =
          new Choice(
              best.warp(), other.logPosterior() > polished.logPosterior() ? other : polished);
      synchronized (choices) {
        choices.put(key, choice);
      }
      return choice;
    }

    private static GpFit fit(Warp warp, UnitSpace space, double[][] x, double[] y, double[] noise) {
      return new GpFit(space, x, Arrays.stream(y).map(warp::of).toArray(), known(warp, y, noise));
    }
  }
}
