package org.fivesigma.data.load;

import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.TableLoader.Wanted;

/** Errors about the values of a column wanted. */
final class ColumnErrors {
  private ColumnErrors() {}

  /** An error at the key that asks for the column. */
  static UserError at(Wanted column, UserError error) {
    return error.at(column.key().orElse("data.features"));
  }

  /** A feature is infinite in an event, counted among the selected ones. */
  static UserError infinite(Wanted column, long event) {
    String name = column.name();
    return at(
        column,
        UserError.of(
                "infinite-value",
                "column '"
                    + name
                    + "' is infinite (or too large for float32) in selected event "
                    + event
                    + " (counted from 0)")
            .hint(
                "leave such events out by data.select, or make them missing by data.derive: {"
                    + name
                    + ": \"if(isinf("
                    + name
                    + "), NULL, "
                    + name
                    + ")\"}"));
  }

  /** An id is missing in an event, counted among the selected ones. */
  static UserError missingId(Wanted column, long event) {
    return UserError.of(
            "missing-id",
            "the id '"
                + column.name()
                + "' is missing in selected event "
                + event
                + " (counted from 0)")
        .at("data.id");
  }
}
