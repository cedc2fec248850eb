package org.fivesigma.testing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Monitor;
import org.fivesigma.spi.model.Sample;

/** The few metrics that model tests watch: {@code auc}, {@code loss}, {@code accuracy}. */
final class TestMonitors {
  private static final double FLOOR = 1e-15;

  private TestMonitors() {}

  static Monitor monitor(String key, Sample sample, int classes) {
    String metric = key.substring(key.indexOf('/') + 1);
    return switch (metric) {
      case "auc" -> new Watched(true, scores -> auc(scores, sample, classes));
      case "loss" -> new Watched(false, scores -> loss(scores, sample, classes));
      case "accuracy" -> new Watched(true, scores -> accuracy(scores, sample, classes));
      default ->
          throw UserError.of("unknown-metric", "no metric '" + metric + "'")
              .hint("auc, loss, accuracy");
    };
  }

  private interface Value {
    double of(double[] scores);
  }

  private record Watched(boolean maximise, Value value) implements Monitor {
    @Override
    public double value(double[] scores) {
      return value.of(scores);
    }
  }

  /** Binary: weighted area, ties count half; multiclass: the mean of one against the rest. */
  private static double auc(double[] scores, Sample sample, int classes) {
    if (classes == 2) {
      return TestMonitors.auc(scores, 0, 1, sample, 1);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += auc(scores, c, classes, sample, c);
    }
    return sum / classes;
  }

  private static double auc(double[] scores, int column, int stride, Sample sample, int signal) {
    int n = sample.rows();
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = scores[i * stride + column];
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double below = 0;
    double area = 0;
    double signals = 0;
    for (int from = 0; from < n; ) {
      int to = from;
      double s = 0;
      double b = 0;
      while (to < n && values[order[to]] == values[order[from]]) {
        if (sample.labels()[order[to]] == signal) {
          s += sample.weights()[order[to]];
        } else {
          b += sample.weights()[order[to]];
        }
        to++;
      }
      area += s * (below + b / 2);
      below += b;
      signals += s;
      from = to;
    }
    return area / (below * signals);
  }

  private static double loss(double[] scores, Sample sample, int classes) {
    double sum = 0;
    for (int i = 0; i < sample.rows(); i++) {
      int label = sample.labels()[i];
      double p;
      if (classes == 2) {
        p = label == 1 ? scores[i] : 1 - scores[i];
      } else {
        p = scores[i * classes + label];
      }
      sum -= sample.trainingWeights()[i] * Math.log(Math.max(FLOOR, p));
    }
    return sum / sample.rows();
  }

  private static double accuracy(double[] scores, Sample sample, int classes) {
    int right = 0;
    for (int i = 0; i < sample.rows(); i++) {
      int chosen = scores[i] >= 0.5 && classes == 2 ? 1 : 0;
      if (classes > 2) {
        double[] row = Arrays.copyOfRange(scores, i * classes, (i + 1) * classes);
        chosen =
            IntStream.range(0, classes)
                .boxed()
                .max(Comparator.comparingDouble(c -> row[c]))
                .orElseThrow();
      }
      if (chosen == sample.labels()[i]) {
        right++;
      }
    }
    return (double) right / sample.rows();
  }
}
