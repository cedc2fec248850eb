package org.fivesigma.spi.model;

import java.util.List;
import org.fivesigma.spi.UserError;

/**
 * Trains one model (kind {@code model}). Made from its options alone; keeps no state between calls.
 *
 * <p>Contract: same task, seeds and device give the same bits, whatever {@link
 * TrainingContext#threads} is unless the engine documents otherwise; progress and metrics go to
 * {@link TrainingContext#report}; {@link TrainingContext#checkCancelled} is called at least once a
 * round or epoch; native memory is freed on every way out.
 */
public interface Trainer {
  /**
   * Trains and returns the model, ready to predict; the caller closes it.
   *
   * @throws UserError when options and data do not fit (NaN without an imputer, a constraint on an
   *     unknown feature)
   */
  Model fit(TrainingTask task, TrainingContext context);

  /**
   * Trains the same model again where there is no part valid any more, because its events are among
   * those to learn from: rounds or epochs, and the weights of a combination, are those of a model
   * that was trained with one; nothing is stopped early. Whoever looks at the part valid overrides
   * this.
   *
   * @param before made by {@link #fit} of a trainer with the same options; not closed here
   */
  default Model refit(TrainingTask task, Model before, TrainingContext context) {
    return fit(task, context);
  }

  /** Why {@link #refit} cannot do what {@link #fit} did, by options; empty: it can. */
  default List<UserError> checkRefit() {
    return List.of();
  }

  /**
   * What is wrong between options and the file before data is read: devices, symmetries without
   * momenta.
   */
  default List<UserError> check(TrainingPlan plan) {
    return List.of();
  }

  /**
   * What is wrong between options and data that needs no training: {@link #fit} would refuse it.
   * Nothing is fitted.
   */
  default List<UserError> check(TrainingTask task) {
    return List.of();
  }

  /**
   * What the file says that a trainer may check against: names are those known without data.
   *
   * @param momenta names of those that have a column among the features
   * @param momentumColumns all their columns
   * @param dropped those columns that {@code data.features} leaves out
   * @param features features that {@code data.features} names without a glob
   */
  record TrainingPlan(
      List<String> momenta,
      List<String> momentumColumns,
      List<String> dropped,
      List<String> features,
      boolean multiclass,
      List<String> devices,
      boolean hasValid) {
    /** A plan that knows nothing of features. */
    public TrainingPlan(
        List<String> momenta,
        List<String> momentumColumns,
        boolean multiclass,
        List<String> devices,
        boolean hasValid) {
      this(momenta, momentumColumns, List.of(), List.of(), multiclass, devices, hasValid);
    }

    /** The same for a model that has its own part valid, or none. */
    public TrainingPlan withValid(boolean valid) {
      return new TrainingPlan(
          momenta, momentumColumns, dropped, features, multiclass, devices, valid);
    }
  }
}
