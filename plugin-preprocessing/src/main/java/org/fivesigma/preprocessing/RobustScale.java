package org.fivesigma.preprocessing;

import java.util.List;
import org.fivesigma.preprocessing.maths.Quantiles;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Subtracts the median and divides by the distance between two quantiles, which outliers do not
 * move. A column without spread is only centred.
 */
public final class RobustScale implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "robust_scale";

  private final Options options;

  /** The keys of the block. */
  public record Options(
      @Option(description = "Whether the median is subtracted.", value = "true")
          boolean withCentering,
      @Option(
              description = "Whether to divide by the distance between the quantiles.",
              value = "true")
          boolean withScaling,
      @Option(
              description = "The two quantiles, in percent.",
              value = "[25.0, 75.0]",
              unit = "%",
              min = 0,
              max = 100)
          List<Double> quantileRange,
      @Option(
              description = "Whether the quantiles are those of the training weights.",
              value = "false")
          boolean weighted)
      implements SelfChecking {
    public Options {
      quantileRange = List.copyOf(quantileRange);
    }

    @Override
    public List<UserError> check() {
      if (quantileRange.size() == 2 && quantileRange.get(0) < quantileRange.get(1)) {
        return List.of();
      }
      return List.of(
          UserError.of(
                  "bad-range",
                  "the quantiles are " + quantileRange + "; expected two percentages, rising")
              .at("quantile_range"));
    }
  }

  /** A scaler to be fitted. */
  public RobustScale(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    int width = data.columns().names().size();
    double[][] quantiles = new double[width][];
    Parallel.run(data.threads(), width, c -> quantiles[c] = quantiles(new FitColumn(data, c)));
    double[] center = new double[width];
    double[] factor = new double[width];
    for (int c = 0; c < width; c++) {
      FitColumn column = new FitColumn(data, c);
      factor[c] = 1;
      if (Double.isNaN(quantiles[c][1])) {
        data.notes().accept("column '" + column.name() + "' is all missing and stays as it is");
        continue;
      }
      column.requireFinite(quantiles[c]);
      center[c] = options.withCentering() ? quantiles[c][1] : 0;
      double distance = quantiles[c][2] - quantiles[c][0];
      if (distance == 0) {
        data.notes()
            .accept("column '" + column.name() + "' has equal quantiles and is not divided");
      } else if (options.withScaling()) {
        factor[c] = 1 / distance;
      }
    }
    return new LinearScale(ID, data.columns().names(), center, factor);
  }

  /** Lower quantile, median, upper quantile. */
  private double[] quantiles(FitColumn column) {
    double low = options.quantileRange().get(0) / 100;
    double high = options.quantileRange().get(1) / 100;
    if (options.weighted()) {
      FitColumn.Present p = column.presentWeighted();
      return Quantiles.weighted(p.values(), p.weights(), p.count(), low, 0.5, high);
    }
    double[] present = column.present();
    return Quantiles.of(present, present.length, low, 0.5, high);
  }
}
