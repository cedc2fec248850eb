package org.fivesigma.preprocessing;

import java.util.List;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Maps the smallest value of the training part to the lower end of a range and the largest to the
 * upper. A column without spread goes to the lower end.
 */
public final class MinMaxScale implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "min_max_scale";

  private final Options options;

  /** The keys of the block. */
  public record Options(
      @Option(
              description = "Lower and upper end of the range.",
              value = "[0.0, 1.0]",
              example = "[-1.0, 1.0]")
          List<Double> featureRange,
      @Option(
              description =
                  "Whether values outside the training part's range are held at its ends.",
              value = "false")
          boolean clip)
      implements SelfChecking {
    public Options {
      featureRange = List.copyOf(featureRange);
    }

    @Override
    public List<UserError> check() {
      if (featureRange.size() == 2 && featureRange.get(0) < featureRange.get(1)) {
        return List.of();
      }
      return List.of(
          UserError.of(
                  "bad-range", "the range is " + featureRange + "; expected two numbers, rising")
              .at("feature_range"));
    }
  }

  /** A scaler to be fitted. */
  public MinMaxScale(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    int width = data.columns().names().size();
    double[][] ranges = new double[width][];
    Parallel.run(data.threads(), width, c -> ranges[c] = new FitColumn(data, c).range());
    double low = options.featureRange().get(0);
    double high = options.featureRange().get(1);
    double[] center = new double[width];
    double[] factor = new double[width];
    for (int c = 0; c < width; c++) {
      FitColumn column = new FitColumn(data, c);
      factor[c] = high - low;
      if (Double.isNaN(ranges[c][0])) {
        data.notes().accept("column '" + column.name() + "' is all missing");
        continue;
      }
      column.requireFinite(ranges[c]);
      center[c] = ranges[c][0];
      double spread = ranges[c][1] - ranges[c][0];
      if (spread == 0) {
        data.notes().accept("column '" + column.name() + "' has no spread and is not divided");
      } else {
        factor[c] = (high - low) / spread;
      }
    }
    return new LinearScale(
        ID,
        data.columns().names(),
        center,
        factor,
        low,
        options.clip() ? low : Double.NEGATIVE_INFINITY,
        options.clip() ? high : Double.POSITIVE_INFINITY);
  }
}
