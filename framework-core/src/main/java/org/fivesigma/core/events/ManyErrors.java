package org.fivesigma.core.events;

import java.util.List;
import java.util.stream.Collectors;
import org.fivesigma.spi.UserError;

/** Several mistakes found at once. */
public final class ManyErrors extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<UserError> errors;

  /** At least one error. */
  public ManyErrors(List<UserError> errors) {
    super(errors.stream().map(UserError::getMessage).collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** All of them. */
  public List<UserError> errors() {
    return errors;
  }

  /** Throws what was collected, if there is any. */
  public static void throwIfAny(List<UserError> errors) {
    if (!errors.isEmpty()) {
      throw new ManyErrors(errors);
    }
  }
}
