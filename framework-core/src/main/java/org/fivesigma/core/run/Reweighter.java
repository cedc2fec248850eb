package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivesigma.core.events.WeightStep;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Globs;
import org.fivesigma.spi.metric.Sum;

/**
 * Gives the events of one sample the weights under which they follow the distribution of another: a
 * classifier that tells the samples apart, trained on equal sums of weights, gives the likelihood
 * ratio p(target)/p(source) = s/(1 − s) (K. Cranmer, J. Pavez, G. Louppe, 2015). Every event is
 * weighted by a model that was not trained on it. The sum of weights of the sample is kept; its
 * events with negative weights are weighted, but not learned from.
 */
public final class Reweighter implements WeightStep {
  private static final double LEAST = 1e-6;

  @Override
  public Result apply(Events events) {
    Optional<Experiment.Reweight> wanted = events.experiment().reweight();
    return wanted.isPresent()
        ? reweight(events, wanted.get())
        : new Result(events.weights(), Map.of());
  }

  private static Result reweight(Events events, Experiment.Reweight spec) {
    int[] source = rows(events, spec.source(), "reweight.source");
    int[] target = rows(events, spec.target(), "reweight.target");
    if (IntStream.of(source).anyMatch(r -> Arrays.binarySearch(target, r) >= 0)) {
      throw UserError.of(
              "same-sample",
              "'" + spec.source() + "' and '" + spec.target() + "' have events in common")
          .at("reweight.target");
    }
    Columns features = features(events.features(), spec);
    TwoSamples samples = new TwoSamples(events, spec, features, source, target);
    Seeds seeds = new Seeds(events.experiment().seed()).child("reweight");
    double[] scores = samples.scores(events.weights(), seeds.child("ratio"));
    double[] weights = events.weights().clone();
    long clipped = 0;
    for (int i = 0; i < source.length; i++) {
      double score = Math.max(LEAST, Math.min(1 - LEAST, scores[i]));
      double ratio = score / (1 - score);
      if (ratio > spec.maxRatio()) {
        ratio = spec.maxRatio();
        clipped++;
      }
      weights[source[i]] *= ratio;
    }
    keepSum(events.weights(), weights, source);
    double[] again = samples.scores(weights, seeds.child("closure"));
    Closure closure =
        new Closure(features, source, target, events.weights(), weights, events.threads());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("source", spec.source());
    facts.put("target", spec.target());
    facts.put("events", (long) source.length);
    facts.put("ratios_cut", clipped);
    facts.put("effective_events_before", closure.effective(events.weights()));
    facts.put("effective_events_after", closure.effective(weights));
    facts.put("auc_before", closure.auc(scores, events.weights()));
    facts.put("auc_after", closure.auc(again, weights));
    facts.put("features", closure.features());
    closure.lines(facts).forEach(events.log());
    return new Result(weights, facts);
  }

  /** Events of a process, or of a class where no process has that name. */
  private static int[] rows(Events events, String name, String key) {
    int process = events.processes().indexOf(name);
    int ofClass = events.classes().indexOf(name);
    if (process < 0 && ofClass < 0) {
      List<String> known = new ArrayList<>(events.processes());
      events.classes().stream().filter(c -> !known.contains(c)).forEach(known::add);
      throw UserError.of("unknown-sample", "'" + name + "' is neither a process nor a class")
          .at(key)
          .hint(NearNames.hint(name, known).orElse("there are " + String.join(", ", known)));
    }
    int[] group = process >= 0 ? events.process() : events.labels();
    int index = process >= 0 ? process : ofClass;
    int[] rows = IntStream.range(0, group.length).filter(r -> group[r] == index).toArray();
    if (rows.length == 0) {
      throw UserError.of("empty-sample", "'" + name + "' has no events").at(key);
    }
    return rows;
  }

  private static Columns features(Columns all, Experiment.Reweight spec) {
    if (spec.features().isEmpty()) {
      return all;
    }
    Globs.Selection chosen = Globs.select(spec.features(), all.names());
    if (!chosen.unmatched().isEmpty() || chosen.names().isEmpty()) {
      String bad =
          chosen.unmatched().isEmpty() ? spec.features().get(0) : chosen.unmatched().get(0);
      throw UserError.of("missing-column", "no feature matches '" + bad + "'")
          .at("reweight.features");
    }
    return new SomeColumns(all, chosen.names());
  }

  private static void keepSum(double[] before, double[] after, int[] rows) {
    Sum old = new Sum();
    Sum fresh = new Sum();
    for (int row : rows) {
      old.add(before[row]);
      fresh.add(after[row]);
    }
    if (fresh.value() == 0) {
      throw UserError.of(
              "zero-weights",
              String.format(
                  Locale.ROOT, "the new weights add up to zero, before to %g", old.value()))
          .at("reweight");
    }
    double factor = old.value() / fresh.value();
    for (int row : rows) {
      after[row] *= factor;
    }
  }
}
