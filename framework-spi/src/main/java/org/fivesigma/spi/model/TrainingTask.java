package org.fivesigma.spi.model;

import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.option.StepSpec;

/**
 * What a model is trained on.
 *
 * @param train the events to learn from
 * @param valid the events that early stopping, schedules and combination weights look at; absent
 *     when refitting on everything
 * @param classes class names; binary: {@code background, signal}
 * @param signalClass index of the signal class; 1 when binary
 * @param momenta declared four-momenta whose columns are among the features
 * @param derived features made by SQL from other columns ({@code data.derive}), with the columns
 *     they are made of
 * @param preprocess the steps before the model, unfitted
 */
public record TrainingTask(
    Sample train,
    Optional<Sample> valid,
    List<String> classes,
    int signalClass,
    List<Momentum> momenta,
    java.util.Map<String, List<String>> derived,
    List<StepSpec> preprocess) {
  /** Whether there are two classes: models then give one score, the probability of signal. */
  public boolean binary() {
    return classes.size() == 2;
  }

  /** The same task for other events. */
  public TrainingTask with(Sample newTrain, Optional<Sample> newValid) {
    return new TrainingTask(newTrain, newValid, classes, signalClass, momenta, derived, preprocess);
  }

  /** The same task with other steps. */
  public TrainingTask withPreprocess(List<StepSpec> steps) {
    return new TrainingTask(train, valid, classes, signalClass, momenta, derived, steps);
  }
}
