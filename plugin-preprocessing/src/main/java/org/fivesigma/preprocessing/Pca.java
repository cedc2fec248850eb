package org.fivesigma.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivesigma.preprocessing.maths.Covariance;
import org.fivesigma.preprocessing.maths.PrincipalComponents;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.InvertibleTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Replaces columns by their principal components {@code <name>0}, {@code <name>1}, …: projections
 * on the directions of largest variance, in falling order.
 */
public final class Pca implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "pca";

  private static final int BLOCK = 1 << 12;
  private static final int BLOCKS_PER_PIECE = 16;

  private final Options options;

  /** The keys of the block. */
  public record Options(
      @Option(
              description =
                  "How many components to keep; below 1: as many as hold this part of the variance."
                      + " Default: all.",
              example = "0.95",
              min = 0,
              minExclusive = true)
          Optional<Double> nComponents,
      @Option(description = "Whether each component is given unit variance.", value = "false")
          boolean whiten,
      @Option(description = "What the new columns are called, before their number.", value = "pca")
          String name) {}

  /** A step to be fitted. */
  public Pca(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    List<String> names = data.columns().names();
    double[] centers = new double[names.size()];
    Parallel.run(
        data.threads(),
        centers.length,
        c -> {
          FitColumn column = new FitColumn(data, c);
          if (column.hasMissing()) {
            throw UserError.of("missing-values", "column '" + names.get(c) + "' has missing values")
                .hint("put an impute step before pca");
          }
          centers[c] = column.moments(false).mean();
          column.requireFinite(centers[c]);
        });
    if (data.columns().rows() < 2) {
      throw UserError.of("too-few-events", "pca needs two events at least");
    }
    Covariance covariance = covariance(data.columns(), centers, data.threads());
    PrincipalComponents all = PrincipalComponents.of(covariance.matrix());
    int count = count(all, centers.length);
    double[] factor = new double[count];
    Arrays.setAll(
        factor,
        k -> options.whiten() && all.variances()[k] > 0 ? 1 / Math.sqrt(all.variances()[k]) : 1);
    return new Fitted(
        names, options.name(), covariance.means(), Arrays.copyOf(all.directions(), count), factor);
  }

  private int count(PrincipalComponents all, int width) {
    double wanted = options.nComponents().orElse((double) width);
    if (wanted < 1) {
      return all.holding(wanted);
    }
    if (wanted != Math.rint(wanted) || wanted > width) {
      throw UserError.of(
              "bad-number",
              "n_components is "
                  + (wanted == Math.rint(wanted) ? String.valueOf((long) wanted) : wanted)
                  + "; expected a whole number up to "
                  + width
                  + " or a part below 1")
          .at("n_components");
    }
    return (int) wanted;
  }

  /** Pieces of rows are summed apart and added in order, so that threads do not matter. */
  private static Covariance covariance(Columns columns, double[] centers, int threads) {
    int rows = columns.rows();
    int perPiece = BLOCK * BLOCKS_PER_PIECE;
    int pieces = (rows + perPiece - 1) / perPiece;
    Covariance[] parts = new Covariance[pieces];
    Parallel.run(
        threads,
        pieces,
        piece -> {
          Covariance part = new Covariance(centers);
          double[][] values = new double[centers.length][BLOCK];
          float[] buffer = new float[BLOCK];
          int end = Math.min(rows, (piece + 1) * perPiece);
          for (int from = piece * perPiece; from < end; from += BLOCK) {
            int n = Math.min(BLOCK, end - from);
            for (int c = 0; c < centers.length; c++) {
              columns.read(c, from, from + n, buffer, 0);
              for (int r = 0; r < n; r++) {
                values[c][r] = buffer[r];
              }
            }
            part.add(values, n);
          }
          parts[piece] = part;
        });
    Covariance total = new Covariance(centers);
    for (Covariance part : parts) {
      total.add(part);
    }
    return total;
  }

  static Fitted read(Map<String, Object> fields) {
    StepState state = new StepState(fields);
    List<String> columns = state.texts("columns");
    double[][] directions = state.rows("directions");
    for (double[] direction : directions) {
      if (direction.length != columns.size()) {
        throw new IllegalArgumentException(
            "field 'directions': expected a number for every column");
      }
    }
    return new Fitted(
        columns,
        state.text("name"),
        state.numbers("mean", columns.size()),
        directions,
        state.numbers("factor", directions.length));
  }

  /** The fitted step. */
  record Fitted(
      List<String> inputs, String name, double[] mean, double[][] directions, double[] factor)
      implements InvertibleTransformer, ExportableStep {
    Fitted {
      inputs = List.copyOf(inputs);
    }

    @Override
    public String id() {
      return ID;
    }

    @Override
    public List<String> outputs() {
      return IntStream.range(0, directions.length).mapToObj(k -> name + k).toList();
    }

    @Override
    public void apply(double[][] in, int rows, double[][] out) {
      for (int k = 0; k < directions.length; k++) {
        double[] sum = out[k];
        Arrays.fill(sum, 0, rows, 0);
        for (int c = 0; c < in.length; c++) {
          double[] column = in[c];
          double w = directions[k][c] * factor[k];
          double m = mean[c];
          for (int r = 0; r < rows; r++) {
            sum[r] += (column[r] - m) * w;
          }
        }
      }
    }

    @Override
    public void invert(double[][] outputs, int rows, double[][] in) {
      for (int c = 0; c < in.length; c++) {
        Arrays.fill(in[c], 0, rows, mean[c]);
        for (int k = 0; k < directions.length; k++) {
          for (int r = 0; r < rows; r++) {
            in[c][r] += outputs[k][r] / factor[k] * directions[k][c];
          }
        }
      }
    }

    @Override
    public Tensor write(GraphWriter graph, Tensor in) {
      int width = mean.length;
      double[] weights = new double[width * directions.length];
      for (int c = 0; c < width; c++) {
        for (int k = 0; k < directions.length; k++) {
          weights[c * directions.length + k] = directions[k][c] * factor[k];
        }
      }
      Tensor centred = graph.op("Sub", in, graph.doubles(mean, 1, width));
      return graph.op("MatMul", centred, graph.doubles(weights, width, directions.length));
    }

    @Override
    public Map<String, Object> state() {
      return new StepState()
          .put("columns", inputs)
          .put("name", name)
          .put("mean", mean)
          .put("directions", directions)
          .put("factor", factor)
          .map();
    }
  }
}
