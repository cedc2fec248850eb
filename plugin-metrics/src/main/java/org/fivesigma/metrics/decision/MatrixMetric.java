package org.fivesigma.metrics.decision;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/** A number made of the confusion matrix; unweighted unless told. */
public final class MatrixMetric extends DecisionMetric {
  private final ToDoubleFunction<Confusion> number;
  private final String undefined;

  private MatrixMetric(
      ToDoubleFunction<Confusion> number,
      String undefined,
      Optional<Weighting> weighted,
      Optional<String> at) {
    super(Direction.MAXIMISE, weighted, at);
    this.number = number;
    this.undefined = undefined;
  }

  /** {@code balanced_accuracy}: the mean recall of the classes that occur. */
  public static MatrixMetric balancedAccuracy(Optional<Weighting> weighted, Optional<String> at) {
    return new MatrixMetric(Confusion::balancedAccuracy, "the weights sum to zero", weighted, at);
  }

  /** {@code kappa}: agreement beyond chance (Cohen 1960). */
  public static MatrixMetric kappa(Optional<Weighting> weighted, Optional<String> at) {
    return new MatrixMetric(
        Confusion::kappa,
        "truth and decisions are of one class only, so that chance agrees always",
        weighted,
        at);
  }

  /** {@code mcc}: Matthews' correlation of truth and decision. */
  public static MatrixMetric matthews(Optional<Weighting> weighted, Optional<String> at) {
    return new MatrixMetric(Confusion::matthews, "the weights sum to zero", weighted, at);
  }

  @Override
  Prepared prepare(Scored scored, byte[] given) {
    return new Prepared() {
      @Override
      public List<String> details() {
        return List.of("");
      }

      @Override
      public double[] values(double[] weights) {
        return new double[] {
          number.applyAsDouble(
              Confusion.of(scored.classes().size(), scored.labels(), given, weights))
        };
      }

      @Override
      public Optional<String> reason(String detail) {
        return Optional.of(undefined);
      }
    };
  }
}
