package org.fivesigma.metrics;

import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/** What every metric here has: a direction, a weighting, and the same answers to useless data. */
public abstract class WeightedMetric implements Metric {
  private final Direction direction;
  private final Weighting weighting;

  /** A metric with the weights the user chose, else its own. */
  protected WeightedMetric(Direction direction, Optional<Weighting> weighted, Weighting otherwise) {
    this.direction = direction;
    this.weighting = weighted.orElse(otherwise);
  }

  @Override
  public final Direction direction() {
    return direction;
  }

  @Override
  public final Weighting weighting() {
    return weighting;
  }

  @Override
  public final Prepared prepare(Scored scored, Optional<Double> cut) {
    Optional<String> problem = problem(scored);
    return problem.isPresent()
        ? new Undefined(details(scored), problem.get())
        : prepareChecked(scored, cut);
  }

  /** The details of {@link #prepare}, also where nothing can be computed. */
  protected List<String> details(Scored scored) {
    return List.of("");
  }

  /** {@link #prepare} for a part with events whose scores are numbers. */
  protected abstract Prepared prepareChecked(Scored scored, Optional<Double> cut);

  /** Why nothing can be computed from a part. */
  public static Optional<String> problem(Scored scored) {
    if (scored.rows() == 0) {
      return Optional.of("part '" + scored.part() + "' has no events");
    }
    int bad = 0;
    for (double score : scored.scores()) {
      if (Double.isNaN(score)) {
        bad++;
      }
    }
    return bad == 0
        ? Optional.empty()
        : Optional.of(bad + " of " + scored.scores().length + " scores are not numbers");
  }
}
