package org.fivesigma.core.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Trial;

/**
 * How much each parameter decides whether a trial is good: PED-ANOVA (S. Watanabe, A. Bansal and F.
 * Hutter, IJCAI 2023), the Pearson divergence of the density of the good trials against the density
 * of all, parameter by parameter, in shares of their sum. It needs no model of the objective and
 * bears trials that a sampler has crowded where it is good.
 */
public final class ParameterImportance {
  private static final int GRID = 64;
  private static final int LEAST_TRIALS = 4;
  private static final double NARROWEST = 0.04;

  private ParameterImportance() {}

  /**
   * Shares by path, which sum to 1 unless there is nothing to tell from.
   *
   * @param ranked finished trials, the best first
   */
  public static Map<String, Double> of(List<Parameter> space, List<Trial> ranked) {
    Map<String, Double> divergence = new LinkedHashMap<>();
    double sum = 0;
    for (Parameter p : space) {
      List<Object> values = new ArrayList<>();
      for (Trial t : ranked) {
        if (t.params().containsKey(p.path())) {
          values.add(t.params().get(p.path()));
        }
      }
      double own = values.size() < LEAST_TRIALS ? 0 : divergence(p.domain(), values);
      divergence.put(p.path(), own);
      sum += own;
    }
    double total = sum;
    if (total > 0) {
      divergence.replaceAll((path, own) -> own / total);
    }
    return divergence;
  }

  /** Whether ratios of the values matter. */
  static boolean logarithmic(Domain domain) {
    return (domain instanceof Domain.Ints i && i.log())
        || (domain instanceof Domain.Floats f && f.log());
  }

  private static double divergence(Domain domain, List<Object> ranked) {
    int good = Math.max(2, (int) Math.ceil(Math.sqrt(ranked.size())));
    double[] ofGood;
    double[] ofAll;
    if (domain instanceof Domain.Choices choices) {
      ofGood = shares(choices.values(), ranked.subList(0, good));
      ofAll = shares(choices.values(), ranked);
    } else {
      double[] places = ranked.stream().mapToDouble(v -> place(domain, v)).toArray();
      double width = Math.max(NARROWEST, 0.5 * Math.pow(good, -0.2) * spread(places));
      ofGood = density(places, good, width);
      ofAll = density(places, places.length, width);
    }
    double sum = 0;
    for (int i = 0; i < ofAll.length; i++) {
      double ratio = ofGood[i] / ofAll[i] - 1;
      sum += ofAll[i] * ratio * ratio;
    }
    return sum;
  }

  private static double[] shares(List<Object> choices, List<Object> values) {
    double[] shares = new double[choices.size()];
    for (int c = 0; c < shares.length; c++) {
      int category = c;
      long count = values.stream().filter(v -> Spaces.equal(choices.get(category), v)).count();
      shares[c] = (count + 0.5) / (values.size() + 0.5 * shares.length);
    }
    return shares;
  }

  /** Place of a value on the unit interval. */
  private static double place(Domain domain, Object value) {
    double x = ((Number) value).doubleValue();
    double low = domain instanceof Domain.Ints i ? i.low() : ((Domain.Floats) domain).low();
    double high = domain instanceof Domain.Ints i ? i.high() : ((Domain.Floats) domain).high();
    if (high <= low) {
      return 0.5;
    }
    double at =
        logarithmic(domain)
            ? (Math.log(x) - Math.log(low)) / (Math.log(high) - Math.log(low))
            : (x - low) / (high - low);
    return Math.max(0, Math.min(1, at));
  }

  private static double spread(double[] places) {
    double mean = 0;
    for (double p : places) {
      mean += p / places.length;
    }
    double square = 0;
    for (double p : places) {
      square += (p - mean) * (p - mean) / places.length;
    }
    return Math.sqrt(square);
  }

  /** A density on a grid, reflected at the ends, with a tenth of it spread evenly. */
  private static double[] density(double[] places, int first, double width) {
    double[] density = new double[GRID];
    double sum = 0;
    for (int g = 0; g < GRID; g++) {
      double x = (g + 0.5) / GRID;
      for (int i = 0; i < first; i++) {
        for (double centre : new double[] {places[i], -places[i], 2 - places[i]}) {
          double z = (x - centre) / width;
          density[g] += Math.exp(-0.5 * z * z);
        }
      }
      sum += density[g];
    }
    for (int g = 0; g < GRID; g++) {
      density[g] = 0.9 * density[g] / sum + 0.1 / GRID;
    }
    return density;
  }
}
