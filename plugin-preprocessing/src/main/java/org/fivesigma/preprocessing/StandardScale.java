package org.fivesigma.preprocessing;

import org.fivesigma.preprocessing.maths.Moments;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Subtracts the mean and divides by the standard deviation (the population's, Σw(x−m)²/Σw). A
 * column without spread is only centred.
 */
public final class StandardScale implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "standard_scale";

  private final Options options;

  /** The keys of the block. */
  public record Options(
      @Option(description = "Whether the mean is subtracted.", value = "true") boolean withMean,
      @Option(description = "Whether to divide by the standard deviation.", value = "true")
          boolean withStd,
      @Option(
              description =
                  "Whether mean and standard deviation are those of the training weights.",
              value = "false")
          boolean weighted) {}

  /** A scaler to be fitted. */
  public StandardScale(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    int width = data.columns().names().size();
    double[] center = new double[width];
    double[] factor = new double[width];
    Moments[] moments = new Moments[width];
    Parallel.run(
        data.threads(),
        width,
        c -> moments[c] = new FitColumn(data, c).moments(options.weighted()));
    for (int c = 0; c < width; c++) {
      FitColumn column = new FitColumn(data, c);
      factor[c] = 1;
      if (moments[c].count() == 0) {
        data.notes().accept("column '" + column.name() + "' is all missing and stays as it is");
        continue;
      }
      double variance = moments[c].variance();
      if (!(moments[c].sumWeights() > 0) || variance < 0) {
        throw UserError.of(
                "bad-weights",
                "column '" + column.name() + "': the training weights give no variance")
            .at("weighted")
            .hint("negative weights dominate; use weighted: false");
      }
      column.requireFinite(moments[c].mean(), variance);
      center[c] = options.withMean() ? moments[c].mean() : 0;
      double deviation = Math.sqrt(variance);
      if (deviation <= 10 * Math.ulp(1.0) * Math.abs(moments[c].mean())) {
        data.notes().accept("column '" + column.name() + "' has no spread and is not divided");
      } else if (options.withStd()) {
        factor[c] = 1 / deviation;
      }
    }
    return new LinearScale(ID, data.columns().names(), center, factor);
  }
}
