package org.fivesigma.core.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.fivesigma.spi.data.Column;

/**
 * How far a cut changes the shape of the background in a variable that no model saw: the weighted
 * Kolmogorov-Smirnov distance of accepted and rejected background. 0: the shape stays.
 */
public final class Sculpting {
  private static final int FEWEST_VALUES = 20;

  private Sculpting() {}

  /**
   * The distance.
   *
   * @param variable of the events of the part; missing values do not count
   * @return NaN where nothing is accepted or rejected, or the variable has few values
   */
  static double distance(ScoredPart part, Column variable, int signalClass, IntPredicate accepted) {
    Integer[] background =
        IntStream.range(0, part.rows())
            .filter(i -> part.labels()[i] != signalClass)
            .filter(i -> Double.isFinite(variable.number(i)))
            .boxed()
            .sorted(Comparator.comparingDouble(variable::number))
            .toArray(Integer[]::new);
    boolean few =
        Arrays.stream(background).map(variable::number).distinct().limit(FEWEST_VALUES).count()
            < FEWEST_VALUES;
    double above = 0;
    double below = 0;
    for (int event : background) {
      if (accepted.test(event)) {
        above += part.weights()[event];
      } else {
        below += part.weights()[event];
      }
    }
    if (few || above == 0 || below == 0) {
      return Double.NaN;
    }
    double a = 0;
    double b = 0;
    double largest = 0;
    for (int i = 0; i < background.length; i++) {
      double w = part.weights()[background[i]];
      if (accepted.test(background[i])) {
        a += w;
      } else {
        b += w;
      }
      boolean last =
          i + 1 == background.length
              || variable.number(background[i + 1]) != variable.number(background[i]);
      if (last) {
        largest = Math.max(largest, Math.abs(a / above - b / below));
      }
    }
    return largest;
  }
}
