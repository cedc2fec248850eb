package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.graph.ExportableCombiner;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.CombinerReader;
import org.fivesigma.spi.model.FittedCombiner;
import org.fivesigma.spi.model.Monitor;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Mean with weights from a metric of each item: the metric, or its inverse if less is better. */
final class WeightedMean implements Combiner {
  static final String ID = "weighted_mean";
  private final Options options;

  WeightedMean(Options options) {
    this.options = options;
  }

  /** Options of {@code weighted_mean}. */
  record Options(
      @Option(
              description =
                  "Metric that weighs an item: the metric itself if more is better, else its inverse.",
              value = "valid/auc")
          String by,
      @Option(
              description = "Fixed weights, one per item, in place of a metric.",
              value = "[]",
              min = 0,
              example = "[0.5, 0.3, 0.2]")
          List<Double> weights)
      implements SelfChecking {
    @Override
    public List<UserError> check() {
      List<UserError> errors = new ArrayList<>();
      if (!by.startsWith("valid/")) {
        errors.add(
            UserError.of("bad-value", "'" + by + "' is no metric of the part valid")
                .at("by")
                .hint("valid/auc"));
      }
      if (!weights.isEmpty() && weights.stream().mapToDouble(w -> w).sum() <= 0) {
        errors.add(UserError.of("bad-value", "the weights sum to 0").at("weights"));
      }
      return errors;
    }
  }

  @Override
  public boolean learns() {
    return options.weights().isEmpty();
  }

  @Override
  public FittedCombiner fit(Data data) {
    if (!learns()) {
      if (options.weights().size() != data.items()) {
        throw UserError.of(
                "bad-value",
                options.weights().size() + " weights are given for " + data.items() + " items")
            .at("weights");
      }
      return new Fitted(options.weights().stream().mapToDouble(w -> w).toArray());
    }
    if (data.events().isEmpty()) {
      throw UserError.of("no-valid-part", "weighted_mean takes its weights from the part valid")
          .hint("give split a valid part, or give weights");
    }
    Monitor monitor = data.monitor().apply(options.by());
    double[] weights = new double[data.items()];
    for (int m = 0; m < weights.length; m++) {
      double value = monitor.value(data.scores()[m]);
      double weight = monitor.maximise() ? value : 1 / value;
      if (!(weight > 0) || Double.isInfinite(weight)) {
        data.notes()
            .accept("item " + m + " has " + options.by() + " = " + value + " and gets no weight");
        weight = 0;
      }
      weights[m] = weight;
    }
    if (Arrays.stream(weights).sum() == 0) {
      data.notes().accept("no item has a usable " + options.by() + "; all weigh the same");
      Arrays.fill(weights, 1);
    }
    return new Fitted(weights);
  }

  /** Fixed weights. */
  record Fitted(double[] weights) implements ExportableCombiner {
    @Override
    public Tensor write(GraphWriter graph, List<Tensor> scores, int outputs) {
      return CombiningGraph.weightedMean(graph, scores, weights);
    }

    @Override
    public String id() {
      return ID;
    }

    @Override
    public double[] combine(double[][] scores, int outputs) {
      return Combining.weightedMean(scores, weights);
    }

    @Override
    public Map<String, Object> state() {
      return Map.of("weights", Arrays.stream(weights).boxed().toList());
    }
  }

  /** Reads the weights back. */
  static final class Reader implements CombinerReader {
    @Override
    public FittedCombiner read(Map<String, Object> state, Map<String, double[]> tables) {
      return new Fitted(Numbers.of(state, "weights"));
    }
  }
}
