package org.fivesigma.core.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.Shuffle;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.metric.Spread;

/**
 * What a model loses when one feature is shuffled among the events, so that it tells nothing any
 * more (L. Breiman, Random forests, 2001): the fall of a metric, mean over several shuffles. Works
 * for every model. Of features that say the same, each alone seems to matter little.
 */
public final class PermutationImportance {
  private final Function<Columns, Double> goodness;
  private final Seeds seeds;
  private final int repeats;

  /**
   * An importance.
   *
   * @param goodness of the model for these features in place of the events' own; more is better
   * @param repeats shuffles of each feature, at least 2
   */
  public PermutationImportance(Function<Columns, Double> goodness, Seeds seeds, int repeats) {
    this.goodness = goodness;
    this.seeds = seeds;
    this.repeats = repeats;
  }

  /**
   * The importance of a feature.
   *
   * @param value mean fall of the goodness
   * @param error standard deviation of that mean over shuffles
   */
  public record Importance(double value, double error) {}

  /** Of every feature, in their order. */
  public Map<String, Importance> of(Columns features) {
    double whole = goodness.apply(features);
    Map<String, Importance> importance = new LinkedHashMap<>();
    for (int f = 0; f < features.names().size(); f++) {
      double[] falls = new double[repeats];
      for (int r = 0; r < repeats; r++) {
        int[] order = Shuffle.permutation(features.rows(), seeds.stream("permutation", f, r));
        falls[r] = whole - goodness.apply(new Shuffled(features, f, features.select(order)));
      }
      Spread spread = Spread.of(falls);
      importance.put(
          features.names().get(f),
          new Importance(spread.mean(), spread.standardDeviation() / Math.sqrt(spread.count())));
    }
    return importance;
  }

  /** Columns of which one is taken from the same events in another order. */
  private record Shuffled(Columns own, int column, Columns shuffled) implements Columns {
    @Override
    public int rows() {
      return own.rows();
    }

    @Override
    public List<String> names() {
      return own.names();
    }

    @Override
    public void read(int index, int from, int to, float[] into, int offset) {
      (index == column ? shuffled : own).read(index, from, to, into, offset);
    }
  }
}
