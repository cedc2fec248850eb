package org.fivesigma.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;

/**
 * The coordinates of trials, kept from one suggestion to the next: of a thousand trials a few are
 * new. What is kept is known by the very objects it was made of, so that it says nothing that the
 * trials do not say.
 */
final class Coordinates {
  private record Known(Map<String, Object> params, double[] point) {}

  private final List<Known> byNumber = new ArrayList<>();
  private List<Parameter> parameters = List.of();

  /** The points of some trials of a study; not to be changed. */
  synchronized double[][] of(UnitSpace space, Study study, List<Trial> trials) {
    if (parameters != study.space()) {
      parameters = study.space();
      byNumber.clear();
    }
    double[][] points = new double[trials.size()][];
    for (int k = 0; k < points.length; k++) {
      points[k] = point(space, trials.get(k));
    }
    return points;
  }

  private double[] point(UnitSpace space, Trial trial) {
    while (byNumber.size() <= trial.number()) {
      byNumber.add(null);
    }
    Known known = byNumber.get(trial.number());
    if (known == null || known.params() != trial.params()) {
      known = new Known(trial.params(), space.point(trial.params()));
      byNumber.set(trial.number(), known);
    }
    return known.point();
  }
}
