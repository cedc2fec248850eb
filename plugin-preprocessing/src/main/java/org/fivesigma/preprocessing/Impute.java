package org.fivesigma.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivesigma.preprocessing.maths.Moments;
import org.fivesigma.preprocessing.maths.Quantiles;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Puts a number in place of what is missing, and, on request, adds a column {@code <name>_missing}
 * (1 where the value was missing, else 0) for every column that had missing values in the training
 * part. A column that is all missing is filled with the fill value and gets no indicator.
 */
public final class Impute implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "impute";

  private final Options options;

  /** What stands for a missing value. */
  public enum Strategy {
    /** The mean of the column. */
    MEAN,
    /** The median of the column. */
    MEDIAN,
    /** The commonest value of the column, the smallest of equals. */
    MOST_FREQUENT,
    /** {@code fill_value}. */
    CONSTANT
  }

  /** The keys of the block. */
  public record Options(
      @Option(description = "What stands for a missing value.", value = "median") Strategy strategy,
      @Option(
              description =
                  "The number for strategy constant, and for columns that are all missing; 0 where not given.")
          Optional<Double> fillValue,
      @Option(
              description =
                  "Whether a column <name>_missing (0 or 1) is added for every column that has missing"
                      + " values in the training part.",
              value = "false")
          boolean indicator,
      @Option(
              description = "Whether mean, median and commonest value count the training weights.",
              value = "false")
          boolean weighted)
      implements SelfChecking {

    @Override
    public List<UserError> check() {
      if (fillValue.isPresent() && !Double.isFinite(fillValue.get())) {
        return List.of(
            UserError.of("bad-number", "fill_value is " + fillValue.get() + "; expected a number")
                .at("fill_value"));
      }
      return List.of();
    }
  }

  /** An imputer to be fitted. */
  public Impute(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    List<String> names = data.columns().names();
    int width = names.size();
    double[] fill = new double[width];
    boolean[] missing = new boolean[width];
    Parallel.run(
        data.threads(),
        width,
        c -> {
          FitColumn column = new FitColumn(data, c);
          missing[c] = column.hasMissing();
          fill[c] = statistic(column);
        });
    for (int c = 0; c < width; c++) {
      if (Double.isNaN(fill[c])) {
        fill[c] = options.fillValue().orElse(0.0);
        missing[c] = false;
        data.notes().accept("column '" + names.get(c) + "' is all missing, filled with " + fill[c]);
      }
      if (!Double.isFinite(fill[c])) {
        new FitColumn(data, c).requireFinite(fill[c]);
      }
    }
    int[] indicators =
        options.indicator()
            ? IntStream.range(0, width).filter(c -> missing[c]).toArray()
            : new int[0];
    return new FittedImpute(names, fill, indicators);
  }

  /** The number for one column; NaN where all its values are missing. */
  private double statistic(FitColumn column) {
    return switch (options.strategy()) {
      case CONSTANT -> options.fillValue().orElse(0.0);
      case MEAN -> {
        Moments moments = column.moments(options.weighted());
        yield moments.count() == 0 ? Double.NaN : moments.mean();
      }
      case MEDIAN -> {
        if (options.weighted()) {
          FitColumn.Present p = column.presentWeighted();
          yield Quantiles.weighted(p.values(), p.weights(), p.count(), 0.5)[0];
        }
        double[] present = column.present();
        yield Quantiles.median(present, present.length);
      }
      case MOST_FREQUENT -> {
        if (options.weighted()) {
          FitColumn.Present p = column.presentWeighted();
          yield Quantiles.mode(p.values(), p.weights(), p.count());
        }
        double[] present = column.present();
        double[] ones = new double[present.length];
        Arrays.fill(ones, 1);
        yield Quantiles.mode(present, ones, present.length);
      }
    };
  }
}
