package org.fivesigma.data.split;

import java.util.List;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.XxHash64;

/** The hash of an event's id. */
final class IdHash {
  private IdHash() {}

  /**
   * xxHash64 with seed 0 of the id's UTF-8 text, unsigned, modulo {@code modulus}; several columns
   * are joined by a comma.
   */
  static int remainder(List<Column> id, int row, int modulus) {
    String text;
    if (id.size() == 1) {
      text = id.get(0).text(row);
    } else {
      StringBuilder joined = new StringBuilder();
      for (int i = 0; i < id.size(); i++) {
        joined.append(i == 0 ? "" : ",").append(id.get(i).text(row));
      }
      text = joined.toString();
    }
    return XxHash64.modulo(text, modulus);
  }
}
