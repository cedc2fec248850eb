package org.fivesigma.data.split;

import java.util.List;
import org.fivesigma.spi.data.Split;

/** Parts by the xxHash64 of the id: the same event is in the same part wherever it stands. */
public final class HashSplit implements Split {
  private final int modulus;
  private final PartRules rules;

  /** A split by the options' modulus. */
  public HashSplit(HashOptions options) {
    this.modulus = options.modulus();
    this.rules = options.rules();
  }

  @Override
  public boolean needsId() {
    return true;
  }

  @Override
  public List<String> partNames() {
    return rules.names();
  }

  @Override
  public List<Fold> split(Events events) {
    Remainders remainders = new Remainders(rules, modulus);
    Parts parts = new Parts(rules.names(), events.rows());
    for (int i = 0; i < events.rows(); i++) {
      String part = remainders.part(IdHash.remainder(events.id(), i, modulus));
      if (part != null) {
        parts.assign(i, part);
      }
    }
    rules.finish(parts, events);
    return List.of(parts.fold());
  }
}
