package org.fivesigma.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;

/**
 * Every combination, the last parameter fastest. A continuous range, and one of more integers than
 * {@code points}, is cut into {@code points} values at equal distances on its scale, both ends
 * included.
 */
final class GridSampler implements Sampler {
  /** Most values of one range. */
  static final int MOST_POINTS = 1000;

  /** Options of the grid. */
  record Options(
      @Option(description = "Values of each range.", value = "5", min = 2, max = MOST_POINTS)
          int points) {}

  private final int points;

  GridSampler(Options options) {
    this.points = options.points();
  }

  @Override
  public Map<String, Object> ask(Study study, int number) {
    Set<Map<String, Object>> tried = new HashSet<>();
    study.trials().forEach(t -> tried.add(t.params()));
    List<Map<String, Object>> cells = cells(study.space(), tried.size() + 1L);
    return cells.stream()
        .filter(cell -> !tried.contains(cell))
        .findFirst()
        .orElseGet(() -> cells.get(number % cells.size()));
  }

  @Override
  public Optional<Long> size(List<Parameter> space) {
    return Optional.of(count(space, 0, new LinkedHashMap<>()));
  }

  /** Cells of the parameters from one on, beside values of those before it that others name. */
  private long count(List<Parameter> space, int at, Map<String, Object> setting) {
    if (at == space.size()) {
      return 1;
    }
    Parameter p = space.get(at);
    if (!p.active(setting)) {
      return count(space, at + 1, setting);
    }
    List<Object> values = values(p);
    if (space.stream().noneMatch(other -> other.when().containsKey(p.path()))) {
      return times(values.size(), count(space, at + 1, setting));
    }
    long sum = 0;
    for (Object value : values) {
      setting.put(p.path(), value);
      long own = count(space, at + 1, setting);
      sum = sum > Long.MAX_VALUE - own ? Long.MAX_VALUE : sum + own;
      setting.remove(p.path());
    }
    return sum;
  }

  /** The product, or the largest number where it is larger. */
  private static long times(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  @Override
  public List<String> notes(Study study) {
    return List.of("the grid has " + size(study.space()).orElseThrow() + " cells");
  }

  private List<Map<String, Object>> cells(List<Parameter> space, long most) {
    List<Map<String, Object>> cells = new ArrayList<>();
    fill(space, 0, new LinkedHashMap<>(), cells, most);
    return cells;
  }

  private void fill(
      List<Parameter> space,
      int at,
      Map<String, Object> setting,
      List<Map<String, Object>> cells,
      long most) {
    if (cells.size() >= most) {
      return;
    }
    if (at == space.size()) {
      cells.add(new LinkedHashMap<>(setting));
      return;
    }
    Parameter p = space.get(at);
    if (!p.active(setting)) {
      fill(space, at + 1, setting, cells, most);
      return;
    }
    for (Object value : values(p)) {
      setting.put(p.path(), value);
      fill(space, at + 1, setting, cells, most);
      setting.remove(p.path());
    }
  }

  private List<Object> values(Parameter p) {
    Encoding encoding = new Encoding(p.domain());
    List<Object> values = new ArrayList<>();
    if (encoding.cells() > 0 && (encoding.categorical() || encoding.cells() <= points)) {
      for (long n = 0; n < encoding.cells(); n++) {
        values.add(encoding.valueAt(n));
      }
      return values;
    }
    for (int i = 0; i < points; i++) {
      Object value = encoding.value((double) i / (points - 1));
      if (!values.contains(value)) {
        values.add(value);
      }
    }
    return values;
  }
}
