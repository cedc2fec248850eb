package org.fivesigma.spi.explore;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What was found in data: counts, tables and histograms, whose size does not grow with the events.
 *
 * @param rows number of events
 * @param classes one per class
 * @param features one per feature, in the order of the data
 * @param correlations one map per class
 * @param duplicates repeated events
 * @param remarks what a person should look at, most important first
 */
public record Exploration(
    long rows,
    List<ClassBalance> classes,
    List<Feature> features,
    List<Correlations> correlations,
    Duplicates duplicates,
    List<String> remarks) {

  /**
   * How much of a class there is.
   *
   * @param negative events with a negative weight
   * @param effective (Σw)²/Σw², the number of events of weight one that tell as much
   */
  public record ClassBalance(
      String name,
      long events,
      double sumOfWeights,
      double sumOfSquaredWeights,
      long negative,
      double effective) {}

  /**
   * A feature.
   *
   * @param missing events without a value
   * @param distinct number of different values
   * @param mean unweighted, as the standard deviation
   * @param quantiles at 1, 25, 50, 75 and 99 %
   * @param shape what the distribution looks like, in words
   * @param oddities what does not fit the column's name, in words; usually empty
   * @param auc of the feature alone for the signal class against the rest, unweighted, without
   *     missing values; absent where one side has no value
   * @param ks distance between the signal class and the rest, unweighted
   * @param drift distance between train and test
   * @param driftProbability chance of such a distance between samples of one distribution
   * @param histogram weighted, for each class
   */
  public record Feature(
      String name,
      long missing,
      long distinct,
      double min,
      double max,
      double mean,
      double standardDeviation,
      double[] quantiles,
      String shape,
      List<String> oddities,
      OptionalDouble auc,
      OptionalDouble ks,
      OptionalDouble drift,
      OptionalDouble driftProbability,
      Histogram histogram) {

    /** How well the feature alone separates: 0 not at all, 0.5 perfectly; |AUC − 1/2|. */
    public double separation() {
      return auc.isPresent() ? Math.abs(auc.getAsDouble() - 0.5) : 0;
    }
  }

  /**
   * Sums of weights in bins, for each class.
   *
   * @param edges one more than there are bins, ascending
   * @param sums {@code [class][bin]}
   * @param errors √Σw² in each bin
   * @param below sums of weights left of the first edge, for each class
   * @param above right of the last edge
   */
  public record Histogram(
      double[] edges, double[][] sums, double[][] errors, double[] below, double[] above) {}

  /**
   * Linear correlations of the features within a class, over events that have both values.
   *
   * @param matrix symmetric, in the order of the features; NaN where a feature is constant
   * @param events how many were used: at most a fixed number, evenly spread
   */
  public record Correlations(String className, double[][] matrix, long events) {}

  /**
   * Repeated events.
   *
   * @param rows events whose features all equal those of an earlier one
   * @param acrossClasses those of them that are of another class than the earlier one
   * @param ids events whose id equals that of an earlier one
   */
  public record Duplicates(long rows, long acrossClasses, long ids) {}
}
