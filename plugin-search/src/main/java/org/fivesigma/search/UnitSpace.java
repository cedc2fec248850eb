package org.fivesigma.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.search.Parameter;

/**
 * A space as coordinates that samplers compute with, one a parameter: a place on the unit interval
 * (the middle of its cell for a discrete number), the index of a category, or NaN where a condition
 * leaves the parameter out.
 */
final class UnitSpace {
  private final List<Parameter> parameters;
  private final Encoding[] encodings;
  private final boolean conditional;

  UnitSpace(List<Parameter> parameters) {
    this.parameters = parameters;
    this.encodings =
        parameters.stream().map(p -> new Encoding(p.domain())).toArray(Encoding[]::new);
    this.conditional = parameters.stream().anyMatch(p -> !p.when().isEmpty());
  }

  /** Number of parameters. */
  int dimensions() {
    return encodings.length;
  }

  /** Whether some parameter exists only beside certain values of others. */
  boolean conditional() {
    return conditional;
  }

  /** The domain of a parameter. */
  Encoding encoding(int j) {
    return encodings[j];
  }

  /** The coordinates of a setting. */
  double[] point(Map<String, Object> setting) {
    double[] point = new double[encodings.length];
    for (int j = 0; j < point.length; j++) {
      Object value = setting.get(parameters.get(j).path());
      point[j] =
          value == null
              ? Double.NaN
              : encodings[j].categorical() ? encodings[j].index(value) : encodings[j].unit(value);
    }
    return point;
  }

  /** The setting at these coordinates; what a condition leaves out is left out. */
  Map<String, Object> setting(double[] point) {
    Map<String, Object> setting = new LinkedHashMap<>();
    for (int j = 0; j < point.length; j++) {
      if (parameters.get(j).active(setting)) {
        setting.put(
            parameters.get(j).path(),
            encodings[j].categorical()
                ? encodings[j].valueAt((long) point[j])
                : encodings[j].value(point[j]));
      }
    }
    return setting;
  }

  /** The same coordinates moved to values that exist: discrete numbers in the middle of cells. */
  double[] snapped(double[] point) {
    if (conditional) {
      return point(setting(point));
    }
    double[] snapped = point.clone();
    for (int j = 0; j < point.length; j++) {
      Encoding e = encodings[j];
      if (e.cells() > 0 && !e.categorical()) {
        snapped[j] = e.unit(e.value(point[j]));
      }
    }
    return snapped;
  }
}
