package org.fivesigma.data.split;

import java.util.List;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Split;

/** Parts by the remainder of an integer column. */
public final class ModuloSplit implements Split {
  private final String of;
  private final int modulus;
  private final PartRules rules;

  /** A split by the options' column and modulus. */
  public ModuloSplit(ModuloOptions options) {
    this.of = options.of();
    this.modulus = options.modulus();
    this.rules = options.rules();
  }

  @Override
  public Set<String> columns() {
    return of.equals("row") ? Set.of() : Set.of(of);
  }

  @Override
  public List<String> partNames() {
    return rules.names();
  }

  @Override
  public List<Fold> split(Events events) {
    Column column = of.equals("row") ? new Column.Longs(events.row()) : events.table().column(of);
    Remainders remainders = new Remainders(rules, modulus);
    Parts parts = new Parts(rules.names(), events.rows());
    for (int i = 0; i < events.rows(); i++) {
      String part = remainders.part(remainder(column, i, events.row()[i]));
      if (part != null) {
        parts.assign(i, part);
      }
    }
    rules.finish(parts, events);
    return List.of(parts.fold());
  }

  private int remainder(Column column, int row, long rawRow) {
    if (column instanceof Column.Longs longs) {
      return Math.floorMod(longs.values()[row], modulus);
    }
    double value = column.number(row);
    if (value != Math.rint(value) || Math.abs(value) >= 1L << 53) {
      throw UserError.of(
              "not-an-integer",
              "column '"
                  + of
                  + "' holds '"
                  + column.text(row)
                  + "' in row "
                  + rawRow
                  + " (counted from 0); type modulo needs integers")
          .at("of")
          .hint("type hash takes any id");
    }
    return Math.floorMod((long) value, modulus);
  }
}
