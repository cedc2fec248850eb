package org.fivesigma.search;

import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.search.Domain;

/**
 * A domain seen as the unit interval, or as categories: what samplers compute on. A domain of n
 * discrete numbers is cut into n cells of equal width, each standing for one value.
 */
final class Encoding {
  private final Domain domain;
  private final long cells;

  Encoding(Domain domain) {
    this.domain = domain;
    this.cells = count(domain).orElse(0L);
  }

  /** How many values there are; empty when there is no bound. */
  static Optional<Long> count(Domain domain) {
    if (domain instanceof Domain.Ints d) {
      return Optional.of((d.high() - d.low()) / d.step() + 1);
    }
    if (domain instanceof Domain.Floats d) {
      if (d.low() == d.high()) {
        return Optional.of(1L);
      }
      return d.step() > 0
          ? Optional.of((long) Math.floor((d.high() - d.low()) / d.step() + 1e-9) + 1)
          : Optional.empty();
    }
    return Optional.of((long) ((Domain.Choices) domain).values().size());
  }

  /** Whether values have no order. */
  boolean categorical() {
    return domain instanceof Domain.Choices;
  }

  /** Number of values, 0 when continuous. */
  long cells() {
    return cells;
  }

  /** Width of a value's cell on the unit interval, 0 when continuous. */
  double cellWidth(Object value) {
    if (cells == 0) {
      return 0;
    }
    return upper(value) - lower(value);
  }

  /** Lower edge of a value's cell. */
  double lower(Object value) {
    if (!log()) {
      return (double) index(value) / cells;
    }
    return clamp(scaled(number(value) - 0.5 * step()));
  }

  /** Upper edge of a value's cell. */
  double upper(Object value) {
    if (!log()) {
      return (double) (index(value) + 1) / cells;
    }
    return clamp(scaled(number(value) + 0.5 * step()));
  }

  private double step() {
    if (domain instanceof Domain.Ints d) {
      return d.step();
    }
    return domain instanceof Domain.Floats d ? d.step() : 1;
  }

  private boolean log() {
    return domain instanceof Domain.Ints i ? i.log() : domain instanceof Domain.Floats f && f.log();
  }

  private double low() {
    return domain instanceof Domain.Ints i
        ? (cells > 0 && i.log() ? i.low() - 0.5 * i.step() : i.low())
        : ((Domain.Floats) domain).low();
  }

  private double high() {
    return domain instanceof Domain.Ints i
        ? (cells > 0 && i.log() ? i.high() + 0.5 * i.step() : i.high())
        : ((Domain.Floats) domain).high();
  }

  /** Place of a number on the unit interval; the middle of its cell where values are discrete. */
  double unit(Object value) {
    if (cells > 0) {
      return log() ? clamp(scaled(number(value))) : (index(value) + 0.5) / cells;
    }
    return clamp(scaled(number(value)));
  }

  private double scaled(double x) {
    double low = low();
    double high = high();
    if (low == high) {
      return 0.5;
    }
    return log()
        ? (Math.log(x) - Math.log(low)) / (Math.log(high) - Math.log(low))
        : (x - low) / (high - low);
  }

  /** The value at a place on the unit interval. */
  Object value(double u) {
    double at = clamp(u);
    if (domain instanceof Domain.Choices c) {
      return c.values().get((int) Math.min(cells - 1, (long) (at * cells)));
    }
    if (cells > 0 && !log()) {
      return valueAt(Math.min(cells - 1, (long) (at * cells)));
    }
    double low = low();
    double high = high();
    double x =
        log()
            ? Math.exp(Math.log(low) + at * (Math.log(high) - Math.log(low)))
            : low + at * (high - low);
    if (cells > 0) {
      double first = domain instanceof Domain.Ints i ? i.low() : low;
      return valueAt(Math.max(0, Math.min(cells - 1, Math.round((x - first) / step()))));
    }
    return Math.max(low, Math.min(high, x));
  }

  /** The n-th value of a discrete domain. */
  Object valueAt(long n) {
    if (domain instanceof Domain.Choices c) {
      return c.values().get((int) n);
    }
    if (domain instanceof Domain.Ints d) {
      return d.low() + n * d.step();
    }
    Domain.Floats d = (Domain.Floats) domain;
    return d.step() > 0 ? Math.min(d.high(), d.low() + n * d.step()) : d.low();
  }

  /** The number of a value among the values of a discrete domain. */
  long index(Object value) {
    if (domain instanceof Domain.Choices c) {
      List<Object> values = c.values();
      for (int i = 0; i < values.size(); i++) {
        if (same(values.get(i), value)) {
          return i;
        }
      }
      return 0;
    }
    double first = domain instanceof Domain.Ints d ? d.low() : ((Domain.Floats) domain).low();
    return Math.max(0, Math.min(cells - 1, Math.round((number(value) - first) / step())));
  }

  private static boolean same(Object a, Object b) {
    return (a instanceof Number x && b instanceof Number y)
        ? x.doubleValue() == y.doubleValue()
        : String.valueOf(a).equals(String.valueOf(b));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static double clamp(double u) {
    return Math.max(0, Math.min(1, u));
  }
}
