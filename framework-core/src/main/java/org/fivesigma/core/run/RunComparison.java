package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.core.evaluate.ComparedScores;
import org.fivesigma.core.evaluate.Comparison;
import org.fivesigma.core.evaluate.EvaluationPlan;
import org.fivesigma.core.evaluate.MatchedEvents;
import org.fivesigma.core.evaluate.PairedDifference;
import org.fivesigma.core.evaluate.ScoredPart;
import org.fivesigma.core.folder.RunFolder;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Scored;

/** Compares finished runs on the same events: the first is the reference. */
public final class RunComparison {
  private static final int REPLICAS = 1000;

  private final RunServices services;

  /**
   * What was found.
   *
   * @param differences by metric and run
   * @param notes one line for each run whose events have other weights than the first's
   */
  public record Result(List<PairedDifference> differences, List<String> notes) {}

  /** Compares runs. */
  public RunComparison(RunServices services) {
    this.services = services;
  }

  /**
   * The differences, by the metrics of the first run and with its weights.
   *
   * @param names what the runs are called in the table
   * @param file the first run's experiment
   * @param part the part compared
   * @throws UserError when the parts do not hold the same events, labels or classes
   */
  public Result compare(
      List<RunFolder> runs, List<String> names, ExperimentFile file, String part) {
    SavedPredictions first = new SavedPredictions(services, runs.get(0));
    SavedPredictions.Part reference = read(first, names.get(0), part);
    Scored scored = reference.scored();
    List<ComparedScores> others = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      SavedPredictions saved = new SavedPredictions(services, runs.get(i));
      SavedPredictions.Part other = read(saved, names.get(i), part);
      if (!other.scored().classes().equals(scored.classes())) {
        throw UserError.of(
                "other-classes", names.get(i) + " has other classes than " + names.get(0))
            .at("RUN");
      }
      int[] places = MatchedEvents.places(reference.ids(), other.ids(), names.get(i));
      checkLabels(reference, other, places, names.get(i));
      if (!sameWeights(scored, other.scored(), places)) {
        notes.add(
            "the events of "
                + names.get(i)
                + " have other weights there; both are measured with those of "
                + names.get(0));
      }
      others.add(
          new ComparedScores(
              names.get(i),
              ordered(other.scored().scores(), places, scored.outputs()),
              saved.cuts()));
    }
    Experiment experiment = file.experiment().orElseThrow();
    int threads = experiment.workers();
    EvaluationPlan plan =
        new EvaluationPlan(
            Metrics.of(file, scored.classes().size()), experiment.evaluate().cut(), REPLICAS);
    ScoredPart events =
        new ScoredPart(
            part,
            scored.labels(),
            scored.scores(),
            scored.weights(),
            scored.weights(),
            scored.process(),
            Rescaling.keeping(scored.labels(), scored.weights()));
    Comparison comparison =
        new Comparison(
            plan,
            scored.classes(),
            scored.signalClass(),
            scored.processes(),
            new Seeds(experiment.seed()).child("compare"),
            threads);
    ComparedScores own = new ComparedScores(names.get(0), scored.scores(), first.cuts());
    return new Result(comparison.compare(events, own, others), notes);
  }

  private static void checkLabels(
      SavedPredictions.Part reference, SavedPredictions.Part other, int[] places, String name) {
    int[] labels = reference.scored().labels();
    for (int i = 0; i < places.length; i++) {
      if (other.scored().labels()[places[i]] != labels[i]) {
        List<String> classes = reference.scored().classes();
        throw MatchedEvents.different(
            "event '"
                + reference.ids().get(i)
                + "' has the label "
                + classes.get(other.scored().labels()[places[i]])
                + " in "
                + name
                + " and "
                + classes.get(labels[i])
                + " in the first run");
      }
    }
  }

  /** Equal to what 32-bit files keep of them. */
  private static boolean sameWeights(Scored reference, Scored other, int[] places) {
    for (int i = 0; i < places.length; i++) {
      double w = reference.weights()[i];
      if (!(Math.abs(other.weights()[places[i]] - w) <= 1e-6 * Math.abs(w))) {
        return false;
      }
    }
    return true;
  }

  private static SavedPredictions.Part read(SavedPredictions saved, String name, String part) {
    if (!saved.names().contains(part)) {
      throw UserError.of("no-such-part", name + " has no predictions of part '" + part + "'")
          .at("--part")
          .hint("it has " + String.join(", ", saved.names()));
    }
    return saved.read(part);
  }

  private static double[] ordered(double[] scores, int[] places, int outputs) {
    double[] result = new double[scores.length];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(scores, places[i] * outputs, result, i * outputs, outputs);
    }
    return result;
  }
}
