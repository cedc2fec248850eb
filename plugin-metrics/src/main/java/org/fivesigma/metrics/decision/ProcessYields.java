package org.fivesigma.metrics.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.metrics.Undefined;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Sum;
import org.fivesigma.spi.metric.Weighting;

/**
 * For each process what a cut accepts: {@code <process>} is the sum of weights, {@code
 * <process>/count} the number of events, {@code <process>/efficiency} the accepted share of the
 * process's weight.
 */
public final class ProcessYields extends WeightedMetric {
  private final Optional<String> at;

  /**
   * @param at the metric whose cut is used; absent: the experiment's own
   */
  public ProcessYields(Optional<Weighting> weighted, Optional<String> at) {
    super(Direction.NONE, weighted, Weighting.PHYSICS);
    this.at = at;
  }

  @Override
  public Optional<String> cutFrom() {
    return Optional.of(at.orElse(Metric.CHOSEN_CUT));
  }

  @Override
  protected List<String> details(Scored scored) {
    List<String> details = new ArrayList<>();
    for (String process : scored.processes()) {
      details.add(process);
      details.add(process + "/count");
      details.add(process + "/efficiency");
    }
    return details;
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    if (cut.isEmpty()) {
      return new Undefined(details(scored), "no metric of the experiment has a cut");
    }
    boolean[] accepted = new boolean[scored.rows()];
    for (int i = 0; i < accepted.length; i++) {
      accepted[i] = scored.accepts(i, cut.get());
    }
    return new Yields(scored, details(scored), accepted);
  }

  private record Yields(Scored scored, List<String> details, boolean[] accepted)
      implements Prepared {
    @Override
    public double[] values(double[] weights) {
      int n = scored.processes().size();
      Sum[] total = new Sum[n];
      Sum[] kept = new Sum[n];
      long[] count = new long[n];
      for (int p = 0; p < n; p++) {
        total[p] = new Sum();
        kept[p] = new Sum();
      }
      for (int i = 0; i < accepted.length; i++) {
        int p = scored.process()[i];
        total[p].add(weights[i]);
        if (accepted[i]) {
          kept[p].add(weights[i]);
          count[p]++;
        }
      }
      double[] values = new double[details.size()];
      for (int p = 0; p < n; p++) {
        double all = total[p].value();
        values[3 * p] = kept[p].value();
        values[3 * p + 1] = count[p];
        values[3 * p + 2] = all == 0 ? Double.NaN : kept[p].value() / all;
      }
      return values;
    }

    @Override
    public boolean hasError(String detail) {
      return details.indexOf(detail) % 3 != 1;
    }

    @Override
    public Optional<String> reason(String detail) {
      return Optional.of("the weights of the process sum to zero in part '" + scored.part() + "'");
    }
  }
}
