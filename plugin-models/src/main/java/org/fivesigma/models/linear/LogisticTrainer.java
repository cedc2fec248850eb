package org.fivesigma.models.linear;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fivesigma.models.FiniteFeatures;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.transform.Pipeline;

/** Fits a logistic regression: binary, or multinomial for several classes. */
public final class LogisticTrainer implements Trainer {
  private final LogisticOptions options;

  /** A trainer with checked options. */
  public LogisticTrainer(LogisticOptions options) {
    this.options = options;
  }

  @Override
  public Model fit(TrainingTask task, TrainingContext context) {
    Pipeline pipeline = context.pipeline(task);
    Sample train = task.train();
    FeatureMatrix matrix = context.matrix(pipeline, train.features());
    FiniteFeatures.require(matrix, "logistic");
    Design design = Design.of(matrix);
    int classes = task.classes().size();
    LogisticRegression.Fit fit =
        new LogisticRegression(options.penalty(), options.maxIterations(), options.tolerance())
            .fit(
                design,
                train.labels(),
                train.trainingWeights(),
                classes,
                context.threads(),
                (iteration, loss, model) -> {
                  context.checkCancelled();
                  context.progress(iteration, options.maxIterations(), "iterations");
                  report(task, context, pipeline, iteration, loss, model);
                });
    if (!fit.converged()) {
      context.warn(
          "logistic stopped after "
              + fit.iterations()
              + " iterations with a gradient of "
              + fit.gradient()
              + "; are the features scaled? (max_iterations, tolerance, l2)");
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("iterations", (long) fit.iterations());
    facts.put("gradient", fit.gradient());
    return new LogisticModel(pipeline, fit.model(), spread(design), facts);
  }

  private static void report(
      TrainingTask task,
      TrainingContext context,
      Pipeline pipeline,
      int iteration,
      double loss,
      LinearScores model) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("train/loss", loss / task.train().rows());
    task.valid()
        .ifPresent(
            valid -> {
              Design design = Design.of(context.matrix(pipeline, valid.features()));
              double[] scores = new double[design.rows() * model.outputs()];
              model.predict(design, 0, design.rows(), scores);
              metrics.put("valid/loss", context.monitor("valid/loss", valid).value(scores));
              context.watched().stream()
                  .filter(key -> key.startsWith("valid/") && !metrics.containsKey(key))
                  .forEach(key -> metrics.put(key, context.monitor(key, valid).value(scores)));
            });
    context.report(iteration, iteration, metrics);
  }

  private static double[] spread(Design design) {
    int width = design.width();
    double[] sum = new double[width];
    double[] squares = new double[width];
    double[] x = new double[width];
    for (int i = 0; i < design.rows(); i++) {
      design.row(i, x);
      for (int j = 0; j < width; j++) {
        sum[j] += x[j];
        squares[j] += x[j] * x[j];
      }
    }
    double[] spread = new double[width];
    for (int j = 0; j < width; j++) {
      double mean = sum[j] / design.rows();
      spread[j] = Math.sqrt(Math.max(0, squares[j] / design.rows() - mean * mean));
    }
    return spread;
  }
}
