package org.fivesigma.metrics.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * Precision, recall or F1. Binary: of the signal class. Multiclass: the mean over classes, {@code
 * weighted} by the weight of each class, and {@code <class>}. 0 where nothing is below the line.
 */
public final class ClassMetric extends DecisionMetric {
  /** Which number of a class. */
  public enum Of {
    /** Share of the class among what is given it. */
    PRECISION {
      @Override
      double in(Confusion matrix, int c) {
        return matrix.precision(c);
      }
    },
    /** Share of the class that is given it. */
    RECALL {
      @Override
      double in(Confusion matrix, int c) {
        return matrix.recall(c);
      }
    },
    /** Harmonic mean of precision and recall. */
    F1 {
      @Override
      double in(Confusion matrix, int c) {
        return matrix.f1(c);
      }
    };

    abstract double in(Confusion matrix, int c);
  }

  private final Of of;

  /** Unweighted, at 0.5 or the largest score, unless told. */
  public ClassMetric(Of of, Optional<Weighting> weighted, Optional<String> at) {
    super(Direction.MAXIMISE, weighted, at);
    this.of = of;
  }

  @Override
  protected List<String> details(Scored scored) {
    List<String> details = new ArrayList<>(List.of(""));
    if (!scored.binary()) {
      details.add("weighted");
      details.addAll(scored.classes());
    }
    return details;
  }

  @Override
  Prepared prepare(Scored scored, byte[] given) {
    List<String> details = details(scored);
    return new Prepared() {
      @Override
      public List<String> details() {
        return details;
      }

      @Override
      public double[] values(double[] weights) {
        Confusion matrix = Confusion.of(scored.classes().size(), scored.labels(), given, weights);
        double[] values = new double[details.size()];
        if (scored.binary()) {
          values[0] = of.in(matrix, scored.signalClass());
          return values;
        }
        for (int c = 0; c < matrix.classes(); c++) {
          double value = of.in(matrix, c);
          values[0] += value / matrix.classes();
          values[1] += value * matrix.truth(c) / matrix.total();
          values[c + 2] = value;
        }
        return values;
      }

      @Override
      public Optional<String> reason(String detail) {
        return Optional.of("the weights sum to zero");
      }
    };
  }
}
