package org.fivesigma.models.ensemble;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import org.fivesigma.spi.model.JointModel;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;

/** Scores of several models on the same events; those that can be scored together are. */
final class MemberScores {
  private MemberScores() {}

  /**
   * Scores by model.
   *
   * @param input the events as a model takes them
   */
  static IdentityHashMap<Model, double[]> of(
      List<Model> models, Function<Model, PredictionInput> input) {
    IdentityHashMap<Model, double[]> scores = new IdentityHashMap<>();
    for (Model model : models) {
      if (scores.containsKey(model)) {
        continue;
      }
      if (model instanceof JointModel joint) {
        List<Model> together =
            models.stream().filter(m -> !scores.containsKey(m) && joint.joins(m)).toList();
        List<double[]> found = joint.predict(together, input.apply(model));
        for (int i = 0; i < together.size(); i++) {
          scores.put(together.get(i), found.get(i));
        }
      } else {
        scores.put(model, model.predict(input.apply(model)));
      }
    }
    return scores;
  }
}
