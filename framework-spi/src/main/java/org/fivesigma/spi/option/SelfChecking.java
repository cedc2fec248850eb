package org.fivesigma.spi.option;

import java.util.List;
import org.fivesigma.spi.UserError;

/** An options record with rules that join several keys, checked before any data is read. */
public interface SelfChecking {
  /**
   * Every rule that is broken, each {@link UserError#at pointing} at one of the record's keys;
   * empty when all hold.
   */
  List<UserError> check();
}
