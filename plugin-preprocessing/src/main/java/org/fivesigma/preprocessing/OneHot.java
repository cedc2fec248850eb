package org.fivesigma.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Replaces a column of few different numbers by one column {@code <name>_<value>} (0 or 1) for each
 * value of the training part. A value that was not there, and a missing one, is 0 in all of them.
 */
public final class OneHot implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "one_hot";

  private final Options options;

  /** Which value gets no column. */
  public enum Drop {
    /** Every value gets one. */
    NONE,
    /** The smallest value of each column gets none. */
    FIRST,
    /** The smallest value gets none in columns of two values. */
    IF_BINARY
  }

  /** The keys of the block. */
  public record Options(
      @Option(
              description = "The value that gets no column: none, first, or first if_binary.",
              value = "none")
          Drop drop,
      @Option(
              description = "Most different values that a column may have.",
              value = "50",
              min = 1,
              max = 10000)
          int maxCategories) {}

  /** A step to be fitted. */
  public OneHot(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    List<String> names = data.columns().names();
    double[][] categories = new double[names.size()][];
    Parallel.run(
        data.threads(),
        names.size(),
        c -> {
          double[] values = Arrays.stream(new FitColumn(data, c).present()).sorted().toArray();
          double[] distinct = Arrays.stream(values).map(x -> x + 0.0).distinct().toArray();
          if (distinct.length > options.maxCategories()) {
            throw UserError.of(
                    "too-many-values",
                    "column '"
                        + names.get(c)
                        + "' has "
                        + distinct.length
                        + " different values, more than max_categories, "
                        + options.maxCategories())
                .at("max_categories")
                .hint("give the step its columns: [...]");
          }
          categories[c] = distinct;
        });
    return new Fitted(names, categories, options.drop());
  }

  static Fitted read(Map<String, Object> fields) {
    StepState state = new StepState(fields);
    List<String> columns = state.texts("columns");
    double[][] categories = state.rows("categories");
    if (categories.length != columns.size()) {
      throw new IllegalArgumentException("field 'categories': expected a list for every column");
    }
    return new Fitted(columns, categories, state.choice("drop", Drop.class));
  }

  /** The fitted step. */
  static final class Fitted implements ColumnwiseTransformer, ExportableStep {
    private final List<String> columns;
    private final double[][] categories;
    private final Drop drop;
    private final List<String> outputs;
    private final int[] source;
    private final double[] value;

    Fitted(List<String> columns, double[][] categories, Drop drop) {
      this.columns = List.copyOf(columns);
      this.categories = categories;
      this.drop = drop;
      List<String> names = new ArrayList<>();
      List<Integer> sources = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      for (int c = 0; c < categories.length; c++) {
        boolean skip = drop == Drop.FIRST || (drop == Drop.IF_BINARY && categories[c].length == 2);
        for (int k = skip ? 1 : 0; k < categories[c].length; k++) {
          names.add(columns.get(c) + "_" + text(categories[c][k]));
          sources.add(c);
          values.add(categories[c][k]);
        }
      }
      this.outputs = List.copyOf(names);
      this.source = sources.stream().mapToInt(i -> i).toArray();
      this.value = values.stream().mapToDouble(v -> v).toArray();
    }

    /** Whole numbers without a point, others as float32 prints them. */
    private static String text(double x) {
      return x == Math.rint(x) && Math.abs(x) < 1e9
          ? Long.toString((long) x)
          : Float.toString((float) x);
    }

    @Override
    public String id() {
      return ID;
    }

    @Override
    public List<String> inputs() {
      return columns;
    }

    @Override
    public List<String> outputs() {
      return outputs;
    }

    @Override
    public int source(int output) {
      return source[output];
    }

    @Override
    public void apply(int output, double[] in, int rows, double[] out) {
      double wanted = value[output];
      for (int r = 0; r < rows; r++) {
        out[r] = in[r] == wanted ? 1 : 0;
      }
    }

    @Override
    public Tensor write(GraphWriter graph, Tensor in) {
      Tensor values = graph.columns(in, Arrays.stream(source).boxed().toList());
      Tensor hit = graph.op("Equal", values, graph.doubles(value, 1, value.length));
      return graph.cast(hit, GraphWriter.Type.DOUBLE);
    }

    @Override
    public Map<String, Object> state() {
      return new StepState()
          .put("columns", columns)
          .put("categories", categories)
          .put("drop", drop.name().toLowerCase(Locale.ROOT))
          .map();
    }
  }
}
