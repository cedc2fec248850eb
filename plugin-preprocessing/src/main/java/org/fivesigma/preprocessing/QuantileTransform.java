package org.fivesigma.preprocessing;

import org.fivesigma.preprocessing.maths.QuantileMap;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Maps each column to its distribution function over the training part, or on to a standard normal.
 */
public final class QuantileTransform implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "quantile_transform";

  private final Options options;

  /** The distribution of the result. */
  public enum Distribution {
    /** Uniform from 0 to 1. */
    UNIFORM,
    /** Standard normal. */
    NORMAL
  }

  /** The keys of the block. */
  public record Options(
      @Option(description = "The distribution of the result.", value = "uniform")
          Distribution outputDistribution,
      @Option(
              description =
                  "How many quantiles the distribution function goes through; fewer where there are"
                      + " fewer events.",
              value = "1000",
              min = 2,
              max = 1000000)
          int nQuantiles) {}

  /** A transform to be fitted. */
  public QuantileTransform(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    int width = data.columns().names().size();
    QuantileMap[] maps = new QuantileMap[width];
    Parallel.run(
        data.threads(),
        width,
        c -> {
          FitColumn column = new FitColumn(data, c);
          double[] present = column.present();
          maps[c] =
              QuantileMap.of(present.length == 0 ? new double[1] : present, options.nQuantiles());
          column.requireFinite(maps[c].quantiles());
        });
    for (int c = 0; c < width; c++) {
      double[] q = maps[c].quantiles();
      if (q[0] == q[q.length - 1]) {
        data.notes()
            .accept("column '" + data.columns().names().get(c) + "' has no spread or no values");
      }
    }
    return new FittedQuantiles(data.columns().names(), options.outputDistribution(), maps);
  }
}
