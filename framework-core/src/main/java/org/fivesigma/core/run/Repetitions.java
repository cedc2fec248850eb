package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.Shuffle;
import org.fivesigma.spi.data.Split;

/** The trainings behind one trial: one, several seeds, or folds of the train part. */
final class Repetitions {
  private Repetitions() {}

  /** One training. */
  record Repetition(EventData data, Seeds seeds) {}

  static List<Repetition> of(EventData data, Seeds training, Optional<Experiment.Noise> noise) {
    List<Repetition> repetitions = new ArrayList<>();
    Optional<Integer> folds = noise.flatMap(Experiment.Noise::folds);
    int seeds = noise.flatMap(Experiment.Noise::seeds).orElse(1);
    if (folds.isPresent()) {
      for (Split.Fold fold : foldsOfTrain(data, folds.get(), training)) {
        repetitions.add(new Repetition(data.withFolds(List.of(fold)), training));
      }
      return repetitions;
    }
    for (int i = 0; i < seeds; i++) {
      repetitions.add(new Repetition(data, i == 0 ? training : training.child("noise", i)));
    }
    return repetitions;
  }

  /** Each class dealt out over the folds in random order. */
  private static List<Split.Fold> foldsOfTrain(EventData data, int k, Seeds seeds) {
    int[] train = data.folds().get(0).parts().get("train");
    int[] fold = new int[train.length];
    for (int c = 0; c < data.classes().size(); c++) {
      SplittableRandom random = seeds.stream("noise-folds", c);
      int own = c;
      int[] members =
          IntStream.range(0, train.length).filter(i -> data.labels()[train[i]] == own).toArray();
      Shuffle.inPlace(members, random);
      for (int i = 0; i < members.length; i++) {
        fold[members[i]] = i % k;
      }
    }
    List<Split.Fold> folds = new ArrayList<>();
    for (int f = 0; f < k; f++) {
      int own = f;
      Map<String, int[]> parts = new LinkedHashMap<>();
      parts.put("train", pick(train, fold, g -> g != own));
      parts.put("valid", pick(train, fold, g -> g == own));
      folds.add(new Split.Fold(parts));
    }
    return folds;
  }

  private static int[] pick(int[] rows, int[] fold, java.util.function.IntPredicate which) {
    return java.util.stream.IntStream.range(0, rows.length)
        .filter(i -> which.test(fold[i]))
        .map(i -> rows[i])
        .toArray();
  }

  /** Means of all values, with the standard error of the mean as {@code noise}. */
  static Map<String, Object> mean(List<Map<String, Object>> runs) {
    Map<String, Object> summary = new LinkedHashMap<>();
    Summaries.ofRepeats(runs)
        .forEach(
            (key, value) -> {
              Map<String, Object> m = new LinkedHashMap<>();
              ((Map<?, ?>) value).forEach((k, v) -> m.put(String.valueOf(k), v));
              Object spread = m.remove("spread");
              if (spread != null) {
                m.put("noise", Json.number(spread) / Math.sqrt(runs.size()));
              }
              summary.put(key, m);
            });
    return summary;
  }
}
