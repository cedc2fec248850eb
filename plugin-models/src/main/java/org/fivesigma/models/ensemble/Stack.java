package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fivesigma.models.linear.Design;
import org.fivesigma.models.linear.LinearScores;
import org.fivesigma.models.linear.LogisticRegression;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.graph.ExportableCombiner;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.CombinerReader;
import org.fivesigma.spi.model.FittedCombiner;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.option.Option;

/** Stacking: a logistic regression on the scores of the items, with training weights. */
final class Stack implements Combiner {
  static final String ID = "stack";
  private static final double TINY = 1e-15;
  private static final int MOST_ITERATIONS = 200;
  private static final double TOLERANCE = 1e-12;

  private final Options options;

  Stack(Options options) {
    this.options = options;
  }

  /** Options of {@code stack}. */
  record Options(
      @Option(
              description = "What the regression sees of each item.",
              value = "scores",
              choices = {"scores", "logits"})
          String on,
      @Option(
              key = "C",
              description = "Inverse of the L2 penalty, as scikit-learn spells it.",
              value = "1.0e+6",
              min = 0,
              minExclusive = true)
          double inverse) {}

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public boolean prefersOutOfFold() {
    return true;
  }

  @Override
  public FittedCombiner fit(Data data) {
    Sample events =
        data.events()
            .orElseThrow(
                () ->
                    UserError.of("no-valid-part", "stack learns from the part valid")
                        .hint("give split a valid part, or combine: mean"));
    boolean logits = options.on().equals("logits");
    double[][] columns = columns(data.scores(), data.outputs(), logits);
    LogisticRegression.Fit fit =
        new LogisticRegression(1 / options.inverse(), MOST_ITERATIONS, TOLERANCE)
            .fit(
                Design.of(columns, events.rows()),
                events.labels(),
                events.trainingWeights(),
                Math.max(2, data.outputs()),
                data.threads(),
                (iteration, loss, model) -> {});
    return new Fitted(fit.model(), logits);
  }

  private static double[][] columns(double[][] scores, int outputs, boolean logits) {
    int rows = scores[0].length / outputs;
    double[][] columns = new double[scores.length * outputs][rows];
    for (int m = 0; m < scores.length; m++) {
      for (int c = 0; c < outputs; c++) {
        double[] column = columns[m * outputs + c];
        for (int i = 0; i < rows; i++) {
          double p = scores[m][i * outputs + c];
          column[i] = logits ? logit(p, outputs) : p;
        }
      }
    }
    return columns;
  }

  private static double logit(double p, int outputs) {
    double inside = Math.max(TINY, Math.min(1 - TINY, p));
    return outputs == 1 ? StrictMath.log(inside / (1 - inside)) : StrictMath.log(inside);
  }

  /** The regression. */
  record Fitted(LinearScores model, boolean logits) implements ExportableCombiner {
    @Override
    public Tensor write(GraphWriter graph, List<Tensor> scores, int outputs) {
      Tensor x = graph.beside(scores);
      if (logits) {
        Tensor low = graph.op("Less", x, graph.number(TINY));
        Tensor above = graph.where(low, graph.number(TINY), x);
        Tensor high = graph.op("Greater", above, graph.number(1 - TINY));
        Tensor inside = graph.where(high, graph.number(1 - TINY), above);
        Tensor odds =
            outputs == 1
                ? graph.op("Div", inside, graph.op("Sub", graph.number(1), inside))
                : inside;
        x = graph.op("Log", odds);
      }
      return model.write(graph, x);
    }

    @Override
    public String id() {
      return ID;
    }

    @Override
    public double[] combine(double[][] scores, int outputs) {
      int rows = scores[0].length / outputs;
      double[] result = new double[scores[0].length];
      model.predict(Design.of(columns(scores, outputs, logits), rows), 0, rows, result);
      return result;
    }

    @Override
    public Map<String, Object> state() {
      List<Object> coefficients = new ArrayList<>();
      for (double[] row : model.coefficients()) {
        coefficients.add(Arrays.stream(row).boxed().toList());
      }
      return Map.of(
          "logits",
          logits,
          "coefficients",
          coefficients,
          "intercepts",
          Arrays.stream(model.intercepts()).boxed().toList());
    }
  }

  /** Reads the regression back. */
  static final class Reader implements CombinerReader {
    @Override
    public FittedCombiner read(Map<String, Object> state, Map<String, double[]> tables) {
      double[] intercepts = Numbers.of(state, "intercepts");
      if (!(state.get("coefficients") instanceof List<?> rows)
          || rows.size() != intercepts.length
          || !(state.get("logits") instanceof Boolean logits)) {
        throw new IllegalArgumentException("the regression of stack is incomplete");
      }
      double[][] coefficients = new double[intercepts.length][];
      for (int k = 0; k < intercepts.length; k++) {
        coefficients[k] = Numbers.of(rows.get(k), "coefficients");
      }
      return new Fitted(new LinearScores(coefficients, intercepts), logits);
    }
  }
}
