package org.example.fivesigma;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.transform.Pipeline;

/** Independent normal distributions: the posterior probability of each class by Bayes' rule. */
final class NaiveBayes implements Model {
  static final String ID = "naive_bayes";

  private final Pipeline pipeline;
  private final Fit fit;
  private final int signalClass;

  NaiveBayes(Pipeline pipeline, Fit fit, int signalClass) {
    this.pipeline = pipeline;
    this.fit = fit;
    this.signalClass = signalClass;
  }

  @Override
  public List<String> inputs() {
    return pipeline.inputs();
  }

  @Override
  public int outputs() {
    return fit.classes() == 2 ? 1 : fit.classes();
  }

  @Override
  public double[] predict(PredictionInput input) {
    FeatureMatrix matrix = input.matrix(pipeline);
    double[] scores = new double[matrix.rows() * outputs()];
    for (int i = 0; i < matrix.rows(); i++) {
      double[] posterior = fit.posterior(matrix, i);
      if (outputs() == 1) {
        scores[i] = posterior[signalClass];
      } else {
        System.arraycopy(posterior, 0, scores, i * posterior.length, posterior.length);
      }
    }
    return scores;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public void save(ModelWriter writer) throws IOException {
    writer.pipeline(pipeline);
    writer.manifest(
        Map.of(
            "format", 1L,
            "signal_class", (long) signalClass,
            "prior", list(fit.prior()),
            "mean", lists(fit.mean()),
            "variance", lists(fit.variance())));
  }

  @Override
  public void close() {
    // no native memory
  }

  private static List<Double> list(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  private static List<List<Double>> lists(double[][] values) {
    List<List<Double>> lists = new ArrayList<>();
    for (double[] row : values) {
      lists.add(list(row));
    }
    return lists;
  }

  /**
   * What was learnt, by class and feature.
   *
   * @param prior sums of training weights
   */
  record Fit(double[] prior, double[][] mean, double[][] variance) {
    static Fit of(double[] prior, double[][] mean, double[][] variance) {
      return new Fit(prior, mean, variance);
    }

    int classes() {
      return prior.length;
    }

    /** Probabilities of the classes for one row; they sum to 1. */
    double[] posterior(FeatureMatrix matrix, int row) {
      double[] logs = new double[classes()];
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < logs.length; c++) {
        logs[c] = Math.log(prior[c]);
        for (int f = 0; f < matrix.width(); f++) {
          double x = matrix.get(row, f);
          if (!Double.isNaN(x)) {
            double d = x - mean[c][f];
            logs[c] -= 0.5 * (Math.log(2 * Math.PI * variance[c][f]) + d * d / variance[c][f]);
          }
        }
        largest = Math.max(largest, logs[c]);
      }
      double sum = 0;
      for (int c = 0; c < logs.length; c++) {
        logs[c] = Math.exp(logs[c] - largest);
        sum += logs[c];
      }
      for (int c = 0; c < logs.length; c++) {
        logs[c] /= sum;
      }
      return logs;
    }
  }
}
