package org.fivesigma.core.events;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

  /** What is computed; empty, with its mistakes among the others, when it failed by mistakes. */
  static <T> Optional<T> collect(List<UserError> mistakes, Supplier<T> computed) {
    try {
      return Optional.of(computed.get());
    } catch (UserError e) {
      mistakes.add(e);
    } catch (ManyErrors e) {
      mistakes.addAll(e.errors());
    }
    return Optional.empty();
  }

  /** Throws what was collected, if there is any. */
  public static void throwIfAny(List<UserError> errors) {
    if (!errors.isEmpty()) {
      throw new ManyErrors(errors);
    }
  }
}
