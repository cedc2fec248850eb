package org.fivesigma.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivesigma.preprocessing.maths.Correlation;
import org.fivesigma.preprocessing.maths.Separation;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Takes columns away: all of the step's columns, or, where a criterion is given, those that meet
 * any of them in the training part.
 */
public final class Drop implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "drop";

  private static final int BLOCK = 1 << 13;

  private final Options options;

  /** The keys of the block. */
  public record Options(
      @Option(
              description =
                  "Drops columns whose distribution is uniform between their smallest and largest"
                      + " value, up to this distance between the distribution functions. An azimuth"
                      + " that carries no information is uniform.",
              example = "0.02",
              min = 0,
              max = 1)
          Optional<Double> uniformity,
      @Option(
              description =
                  "Drops columns whose correlation with one before them that stays is larger than"
                      + " this, whatever its sign.",
              example = "0.98",
              min = 0,
              max = 1)
          Optional<Double> correlation,
      @Option(description = "Drops columns without spread.", value = "false") boolean constant) {}

  /** A step to be fitted. */
  public Drop(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    List<String> names = data.columns().names();
    if (options.uniformity().isEmpty() && options.correlation().isEmpty() && !options.constant()) {
      return new Dropped(ID, names);
    }
    String[] reasons = new String[names.size()];
    Parallel.run(data.threads(), reasons.length, c -> reasons[c] = reason(new FitColumn(data, c)));
    options.correlation().ifPresent(limit -> correlated(data, limit, reasons));
    List<String> dropped = new ArrayList<>();
    for (int c = 0; c < reasons.length; c++) {
      if (reasons[c] != null) {
        dropped.add(names.get(c));
        data.notes().accept("column '" + names.get(c) + "' is dropped: " + reasons[c]);
      }
    }
    return new Dropped(ID, dropped);
  }

  private String reason(FitColumn column) {
    double[] range = column.range();
    if (options.constant() && !(range[0] < range[1])) {
      return "it has no spread";
    }
    if (options.uniformity().isPresent()) {
      double distance = Separation.fromUniform(column.present());
      if (distance <= options.uniformity().get()) {
        return String.format(Locale.ROOT, "it is uniform (distance %.4f)", distance);
      }
    }
    return null;
  }

  private static void correlated(FitData data, double limit, String[] reasons) {
    int width = reasons.length;
    Correlation[][] pairs = new Correlation[width][];
    for (int i = 0; i < width; i++) {
      pairs[i] = new Correlation[i];
      for (int j = 0; j < i; j++) {
        pairs[i][j] = new Correlation();
      }
    }
    int rows = data.columns().rows();
    double[][] values = new double[width][BLOCK];
    for (int from = 0; from < rows; from += BLOCK) {
      int start = from;
      int n = Math.min(BLOCK, rows - from);
      Parallel.run(
          data.threads(),
          width,
          c -> {
            float[] buffer = new float[n];
            data.columns().read(c, start, start + n, buffer, 0);
            for (int r = 0; r < n; r++) {
              values[c][r] = buffer[r];
            }
          });
      Parallel.run(
          data.threads(),
          width,
          i -> {
            for (int j = 0; j < i; j++) {
              pairs[i][j].add(values[i], values[j], n);
            }
          });
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i && reasons[i] == null; j++) {
        double r = pairs[i][j].value();
        if (reasons[j] == null && Math.abs(r) > limit) {
          reasons[i] =
              String.format(
                  Locale.ROOT,
                  "its correlation with '%s' is %.4f",
                  data.columns().names().get(j),
                  r);
        }
      }
    }
  }
}
