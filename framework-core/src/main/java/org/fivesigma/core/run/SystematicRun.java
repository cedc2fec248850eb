package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.evaluate.Evaluation;
import org.fivesigma.core.evaluate.EvaluationPlan;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.evaluate.SystematicShifts;
import org.fivesigma.core.evaluate.VariationResult;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.events.ManyErrors;
import org.fivesigma.core.events.VariationReader;
import org.fivesigma.core.events.VariedEvents;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Rescaling;

/**
 * Carries out the block {@code systematics}: reads, scores and measures the events under every
 * variation, with the trained models as they are.
 */
final class SystematicRun {
  private final Experiment experiment;
  private final VariationReader reader;
  private final int threads;
  private final RunSession session;

  SystematicRun(RunServices services, Experiment experiment, int threads, RunSession session) {
    this.experiment = experiment;
    this.threads = threads;
    this.session = session;
    this.reader =
        new VariationReader(
            services.tableLoader(), experiment, services.cache(), threads, session::log);
  }

  /**
   * Checks every variation against the data, before anything is trained.
   *
   * @throws ManyErrors with all that is wrong
   */
  void check(EventData data) {
    List<UserError> errors = new ArrayList<>();
    experiment
        .systematics()
        .forEach(
            (name, systematic) -> {
              String key = "systematics." + name;
              systematic
                  .yieldOf()
                  .filter(of -> !data.classes().contains(of) && !data.processes().contains(of))
                  .ifPresent(of -> errors.add(unknown(of, data).at(key + ".yield")));
              directions(systematic)
                  .forEach(
                      (direction, variation) -> {
                        try {
                          reader.check(key + "." + direction, variation, data.features().names());
                        } catch (UserError e) {
                          errors.add(e);
                        } catch (ManyErrors e) {
                          errors.addAll(e.errors());
                        }
                      });
            });
    ManyErrors.throwIfAny(errors);
  }

  private static UserError unknown(String name, EventData data) {
    List<String> known = new ArrayList<>(data.classes());
    data.processes().stream().filter(p -> !known.contains(p)).forEach(known::add);
    return UserError.of("unknown-yield", "'" + name + "' is neither a class nor a process")
        .hint("there are " + String.join(", ", known));
  }

  private static Map<String, Experiment.Variation> directions(Experiment.Systematic systematic) {
    Map<String, Experiment.Variation> directions = new LinkedHashMap<>();
    systematic.up().ifPresent(v -> directions.put("up", v));
    systematic.down().ifPresent(v -> directions.put("down", v));
    return directions;
  }

  /** Measures every variation. */
  List<VariationResult> measure(
      EventData data,
      TrainedFolds folds,
      RunScores scores,
      EvaluationPlan plan,
      Evaluation evaluation) {
    if (experiment.systematics().isEmpty()) {
      return List.of();
    }
    EvaluationPlan withoutErrors = Evaluators.plan(experiment, plan.metrics(), 0);
    SystematicShifts shifts =
        new SystematicShifts(
            Evaluators.of(experiment, withoutErrors, data, threads),
            data.processes(),
            evaluation,
            scores.parts());
    List<VariationResult> results = new ArrayList<>();
    experiment
        .systematics()
        .forEach(
            (name, systematic) -> {
              session.check();
              session.log("systematic variation " + name);
              systematic
                  .yieldOf()
                  .ifPresent(
                      of -> {
                        double relative = systematic.relative().orElseThrow();
                        results.add(
                            shifts.measure(
                                name,
                                "up",
                                data.processes(),
                                scaled(shifts.varied(), data, of, 1 + relative)));
                        results.add(
                            shifts.measure(
                                name,
                                "down",
                                data.processes(),
                                scaled(shifts.varied(), data, of, 1 - relative)));
                      });
              directions(systematic)
                  .forEach(
                      (direction, variation) -> {
                        VariedEvents varied = read(name, direction, variation, data);
                        results.add(
                            shifts.measure(
                                name,
                                direction,
                                varied.data().processes(),
                                scored(shifts.varied(), variation, varied, folds, scores)));
                      });
            });
    return results;
  }

  private VariedEvents read(
      String name, String direction, Experiment.Variation variation, EventData data) {
    return reader.read("systematics." + name + "." + direction, variation, data);
  }

  /** The same events, a class or process of them more or less often. */
  private static List<ScoredPart> scaled(
      List<ScoredPart> parts, EventData data, String of, double factor) {
    int ofClass = data.classes().indexOf(of);
    int ofProcess = data.processes().indexOf(of);
    List<ScoredPart> scaled = new ArrayList<>();
    for (ScoredPart part : parts) {
      double[] weights = part.weights().clone();
      for (int i = 0; i < weights.length; i++) {
        boolean own = ofClass >= 0 ? part.labels()[i] == ofClass : part.process()[i] == ofProcess;
        weights[i] *= own ? factor : 1;
      }
      scaled.add(part.withWeights(weights));
    }
    return scaled;
  }

  private List<ScoredPart> scored(
      List<ScoredPart> nominal,
      Experiment.Variation variation,
      VariedEvents varied,
      TrainedFolds folds,
      RunScores scores) {
    EventData data = varied.data();
    Map<String, int[]> parts = data.parts();
    boolean sameFeatures = variation.set().isEmpty() && variation.source().isEmpty();
    List<ScoredPart> scored = new ArrayList<>();
    for (ScoredPart part : nominal) {
      String name = part.name();
      int[] rows = parts.get(name);
      double[] given =
          sameFeatures && Arrays.equals(rows, scores.rows().get(name))
              ? part.scores()
              : folds.scores(data, data.features(), name, rows, threads);
      RunScores.requireFinite(name, given);
      double[] weights = varied.weights(name, rows);
      scored.add(
          new ScoredPart(
              name,
              Predictions.pick(data.labels(), rows),
              given,
              weights,
              data.trainingWeights().of(rows, name),
              Predictions.pick(data.process(), rows),
              part.rescaling().groups().isPresent()
                  ? Rescaling.keeping(Predictions.pick(varied.group(), rows), weights)
                  : Rescaling.none()));
    }
    return scored;
  }
}
