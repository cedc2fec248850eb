package org.fivesigma.core.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.Seeds;

/**
 * The events of the last experiment read, with what was prepared from them: children of a study or
 * matrix share them.
 */
final class EventCache {
  private List<Object> key = List.of();
  private Optional<Entry> entry = Optional.empty();

  /** Events and the features prepared from them. */
  record Entry(
      EventData data,
      PreparedFeatures features,
      Map<List<Object>, List<Repetitions.Repetition>> repetitions) {
    Entry(EventData data, PreparedFeatures features) {
      this(data, features, new ConcurrentHashMap<>());
    }

    /** The trainings behind one trial: the same folds for every trial. */
    List<Repetitions.Repetition> repetitions(Seeds training, Optional<Experiment.Noise> noise) {
      return repetitions.computeIfAbsent(
          List.of(training, noise), k -> Repetitions.of(data, training, noise));
    }
  }

  /** The events of an experiment, read once for all runs in a row that declare the same. */
  synchronized Entry get(Experiment e, long splitSeed, Supplier<Entry> read) {
    List<Object> wanted =
        List.of(
            e.data(),
            e.split(),
            e.momenta(),
            e.trainingWeights(),
            e.reweight(),
            e.systematics(),
            e.seed(),
            splitSeed);
    if (entry.isEmpty() || !key.equals(wanted)) {
      entry = Optional.empty();
      entry = Optional.of(read.get());
      key = wanted;
    }
    return entry.get();
  }
}
