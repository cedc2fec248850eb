package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Split;

/** Parts by ranges of the raw row. */
public final class RowsSplit implements Split {
  private final PartRules rules;
  private final List<RowsOptions.Range> ranges;

  /** A split by the options' ranges. */
  public RowsSplit(RowsOptions options) {
    this.rules = options.rules();
    this.ranges = RowsOptions.ranges(rules, new ArrayList<>());
  }

  @Override
  public List<String> partNames() {
    return rules.names();
  }

  @Override
  public List<Fold> split(Events events) {
    Parts parts = new Parts(rules.names(), events.rows());
    Set<String> found = new HashSet<>();
    for (int i = 0; i < events.rows(); i++) {
      long row = events.row()[i];
      for (RowsOptions.Range range : ranges) {
        if (row >= range.from() && row < range.to()) {
          parts.assign(i, range.part());
          found.add(range.part());
          break;
        }
      }
    }
    for (RowsOptions.Range range : ranges) {
      if (!found.contains(range.part())) {
        throw UserError.of(
                "empty-part", "no selected event is in the rows of '" + range.part() + "'")
            .at(rules.key(range.part()));
      }
    }
    rules.finish(parts, events);
    return List.of(parts.fold());
  }
}
