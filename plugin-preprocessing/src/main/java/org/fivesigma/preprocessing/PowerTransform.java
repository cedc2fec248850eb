package org.fivesigma.preprocessing;

import org.fivesigma.preprocessing.maths.PowerFit;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Makes each column as like a normal distribution as a power can, by the largest likelihood over
 * all events of the training part; then zero mean and unit standard deviation. A column without
 * spread keeps λ = 1.
 */
public final class PowerTransform implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "power_transform";

  private final Options options;

  /** The family of transforms. */
  public enum Method {
    /** Any number. */
    YEO_JOHNSON,
    /** Positive numbers only. */
    BOX_COX
  }

  /** The keys of the block. */
  public record Options(
      @Option(
              description = "yeo_johnson takes any number, box_cox positive ones only.",
              value = "yeo_johnson")
          Method method,
      @Option(
              description = "Whether the result is given zero mean and unit standard deviation.",
              value = "true")
          boolean standardize,
      @Option(description = "Whether events count by their training weights.", value = "false")
          boolean weighted) {}

  /** A transform to be fitted. */
  public PowerTransform(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    int width = data.columns().names().size();
    double[] lambda = new double[width];
    double[] mean = new double[width];
    double[] factor = new double[width];
    double[] lowest = new double[width];
    String[] notes = new String[width];
    Parallel.run(
        data.threads(),
        width,
        c -> {
          FitColumn column = new FitColumn(data, c);
          double[] range = column.range();
          factor[c] = 1;
          lambda[c] = 1;
          lowest[c] = range[0];
          if (Double.isNaN(range[0])) {
            notes[c] = "column '" + column.name() + "' is all missing";
            return;
          }
          column.requireFinite(range);
          if (options.method() == Method.BOX_COX && range[0] <= 0) {
            throw UserError.of(
                    "not-positive",
                    "column '"
                        + column.name()
                        + "' goes down to "
                        + range[0]
                        + "; box_cox takes positive numbers")
                .at("method")
                .hint("use yeo_johnson");
          }
          PowerFit fit = fit(column);
          double best = fit.lambda();
          if (Double.isNaN(best)) {
            notes[c] = "column '" + column.name() + "' has no best power, kept at 1";
          } else {
            lambda[c] = best;
          }
          double deviation = Math.sqrt(fit.variance(lambda[c]));
          if (options.standardize()) {
            mean[c] = fit.mean(lambda[c]);
            factor[c] = deviation > 0 && Double.isFinite(deviation) ? 1 / deviation : 1;
          }
        });
    for (String note : notes) {
      if (note != null) {
        data.notes().accept(note);
      }
    }
    return new FittedPower(data.columns().names(), options.method(), lambda, mean, factor, lowest);
  }

  private PowerFit fit(FitColumn column) {
    FitColumn.Present p;
    if (options.weighted()) {
      p = column.presentWeighted();
    } else {
      double[] present = column.present();
      p = new FitColumn.Present(present, null, present.length);
    }
    return options.method() == Method.BOX_COX
        ? PowerFit.boxCox(p.values(), p.weights(), p.count())
        : PowerFit.yeoJohnson(p.values(), p.weights(), p.count());
  }
}
