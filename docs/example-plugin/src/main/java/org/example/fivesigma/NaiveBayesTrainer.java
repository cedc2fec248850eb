package org.example.fivesigma;

import java.util.Map;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.transform.Pipeline;

/** Weighted mean and variance of every feature in each class. Missing values are passed over. */
final class NaiveBayesTrainer implements Trainer {
  private final NaiveBayesOptions options;

  NaiveBayesTrainer(NaiveBayesOptions options) {
    this.options = options;
  }

  @Override
  public Model fit(TrainingTask task, TrainingContext context) {
    context.checkCancelled();
    Sample train = task.train();
    Pipeline pipeline = context.pipeline(task);
    FeatureMatrix matrix = context.matrix(pipeline, train.features());
    int classes = task.classes().size();
    double[] prior = new double[classes];
    for (int i = 0; i < train.rows(); i++) {
      prior[train.labels()[i]] += train.trainingWeights()[i];
    }
    for (int c = 0; c < classes; c++) {
      if (!(prior[c] > 0)) {
        throw UserError.of(
                "no-weight",
                "the training weights of class '" + task.classes().get(c) + "' sum to " + prior[c])
            .hint("negative_weights: {fit: abs} makes them positive");
      }
    }
    double[][] mean = moments(matrix, train, classes, new double[classes][matrix.width()], 1);
    double[][] variance = moments(matrix, train, classes, mean, 2);
    smooth(variance);
    NaiveBayes model =
        new NaiveBayes(pipeline, NaiveBayes.Fit.of(prior, mean, variance), task.signalClass());
    context.report(1, 1, Map.of("train/rounds", 1.0));
    context.progress(1, 1, "pass");
    return model;
  }

  /** Weighted mean of {@code (x − about)^power} for every class and feature. */
  private static double[][] moments(
      FeatureMatrix matrix, Sample train, int classes, double[][] about, int power) {
    double[][] sum = new double[classes][matrix.width()];
    double[][] weight = new double[classes][matrix.width()];
    for (int i = 0; i < matrix.rows(); i++) {
      int c = train.labels()[i];
      for (int f = 0; f < matrix.width(); f++) {
        double x = matrix.get(i, f);
        if (!Double.isNaN(x)) {
          sum[c][f] += train.trainingWeights()[i] * Math.pow(x - about[c][f], power);
          weight[c][f] += train.trainingWeights()[i];
        }
      }
    }
    for (int c = 0; c < classes; c++) {
      for (int f = 0; f < matrix.width(); f++) {
        sum[c][f] = weight[c][f] > 0 ? sum[c][f] / weight[c][f] : 0;
      }
    }
    return sum;
  }

  private void smooth(double[][] variance) {
    double largest = Double.MIN_NORMAL;
    for (double[] row : variance) {
      for (double v : row) {
        largest = Math.max(largest, v);
      }
    }
    for (double[] row : variance) {
      for (int f = 0; f < row.length; f++) {
        row[f] = Math.max(row[f], 0) + Math.max(options.smoothing(), 1e-12) * largest;
      }
    }
  }
}
