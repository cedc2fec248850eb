package org.fivesigma.models.network.optimizer;

import java.util.List;
import java.util.OptionalDouble;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.SelfChecking;

/** Options with a learning rate that is a number or the word {@code find}. */
interface LearningRates extends SelfChecking {
  /** What the option means. */
  String DESCRIPTION =
      "Learning rate that the schedule starts from; find: by a range test before the training.";

  /** A number above 0, or {@code find}. */
  Object learningRate();

  @Override
  default List<UserError> check() {
    Object given = learningRate();
    if ("find".equals(given)
        || (given instanceof Number n && n.doubleValue() > 0 && Double.isFinite(n.doubleValue()))) {
      return List.of();
    }
    return List.of(
        UserError.of(
                "bad-value", "learning_rate is " + given + "; expected a number above 0, or 'find'")
            .at("learning_rate"));
  }

  /** The number, empty for {@code find}. */
  static OptionalDouble value(Object given) {
    return given instanceof Number n ? OptionalDouble.of(n.doubleValue()) : OptionalDouble.empty();
  }
}
