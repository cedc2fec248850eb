package org.fivesigma.core.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * Measures scores: cuts are chosen on the part {@code valid} and applied to every part; errors come
 * from a Poisson bootstrap of the events of a part with cut and model fixed, each replica rescaled
 * to the yields. The result does not depend on the number of threads.
 */
public final class Evaluator {
  private static final String VALID = "valid";
  private static final String TRAIN = "train";
  private static final int CURVE_REPLICAS = 100;

  private final EvaluationPlan plan;
  private final List<String> classes;
  private final int signalClass;
  private final List<String> processes;
  private final Seeds seeds;
  private final int threads;

  /** An evaluator of a plan that was {@linkplain EvaluationPlan#check checked}. */
  public Evaluator(
      EvaluationPlan plan,
      List<String> classes,
      int signalClass,
      List<String> processes,
      Seeds seeds,
      int threads) {
    this.plan = plan;
    this.classes = List.copyOf(classes);
    this.signalClass = signalClass;
    this.processes = List.copyOf(processes);
    this.seeds = seeds;
    this.threads = threads;
  }

  /** Measures the parts, in their order; cuts are chosen on {@code valid}. */
  public Evaluation evaluate(List<ScoredPart> scored) {
    List<PartWeights> parts = scored.stream().map(PartWeights::new).toList();
    return evaluate(parts, choose(parts));
  }

  /** The cuts alone, by metric id, of the metrics that have one. */
  Map<String, ChosenCut> cuts(List<ScoredPart> scored) {
    List<PartWeights> parts = scored.stream().map(PartWeights::new).toList();
    return chosen(choose(parts), parts);
  }

  /** The curves alone, by {@code <part>/<metric>}, at cuts chosen before. */
  public Map<String, Map<String, double[]>> curvesAt(
      List<ScoredPart> scored, Map<String, Double> cutsChosen) {
    List<PartWeights> parts = scored.stream().map(PartWeights::new).toList();
    Map<String, ChosenCut> cuts = chosen(given(cutsChosen), parts);
    Map<String, Map<String, double[]>> curves = new LinkedHashMap<>();
    for (PartWeights weights : parts) {
      for (PreparedMetric metric : prepared(weights, parts, cuts, bundleCut(cuts))) {
        String key = weights.part().name() + "/" + metric.id();
        addCurve(curves, key, metric.prepared(), weights.part());
      }
    }
    return curves;
  }

  private Map<String, ChosenCut> chosen(
      Map<String, Metric.CutChoice> choices, List<PartWeights> parts) {
    Map<String, ChosenCut> cuts = new LinkedHashMap<>();
    choices.forEach((id, choice) -> cuts.put(id, chosen(id, choice, parts)));
    return cuts;
  }

  private Optional<ChosenCut> bundleCut(Map<String, ChosenCut> cuts) {
    return plan.cut().isPresent() ? plan.cut().map(cuts::get) : cuts.values().stream().findFirst();
  }

  private List<PreparedMetric> prepared(
      PartWeights weights,
      List<PartWeights> parts,
      Map<String, ChosenCut> cuts,
      Optional<ChosenCut> bundleCut) {
    List<PreparedMetric> prepared = new ArrayList<>();
    for (var configured : plan.metrics()) {
      Metric metric = configured.create();
      Optional<ChosenCut> cut =
          metric.hasCut()
              ? Optional.of(cuts.get(configured.id()))
              : metric
                  .cutFrom()
                  .flatMap(
                      from ->
                          from.equals(Metric.CHOSEN_CUT)
                              ? bundleCut
                              : Optional.ofNullable(cuts.get(from)));
      prepared.add(
          new PreparedMetric(
              configured.id(),
              metric.weighting(),
              metric.prepare(
                  scored(weights, parts, metric.weighting()), cut.flatMap(ChosenCut::cut)),
              cut.flatMap(ChosenCut::reason)));
    }
    return prepared;
  }

  /** Curves of what is quoted have errors; of the training part they would say nothing. */
  private void addCurve(
      Map<String, Map<String, double[]>> curves,
      String key,
      Metric.Prepared prepared,
      ScoredPart part) {
    Metric.CutContext context =
        new Metric.CutContext(seeds.child("curve-" + part.name()), threads, part.rescaling());
    Map<String, double[]> curve =
        plan.bootstrap() == 0 || part.name().equals(TRAIN)
            ? prepared.curve()
            : prepared.curve(context, Math.min(CURVE_REPLICAS, plan.bootstrap()));
    if (!curve.isEmpty()) {
      curves.put(key, curve);
    }
  }

  /**
   * How far the cut of an evaluation sculpts the background of a variable; NaN without a cut.
   *
   * @see Sculpting
   */
  public double sculpting(Evaluation evaluation, ScoredPart part, Column variable) {
    Optional<Double> cut = evaluation.cut().flatMap(ChosenCut::cut);
    return cut.isEmpty()
        ? Double.NaN
        : Sculpting.distance(part, variable, signalClass, accepted(part, cut));
  }

  /** Which events of a part a cut accepts; none without a cut. */
  IntPredicate accepted(ScoredPart part, Optional<Double> cut) {
    PartWeights weights = new PartWeights(part);
    Scored scored = scored(weights, List.of(weights), Weighting.PHYSICS);
    return event -> cut.isPresent() && scored.accepts(event, cut.get());
  }

  private Map<String, Metric.CutChoice> choose(List<PartWeights> parts) {
    Map<String, Metric.CutChoice> choices = new LinkedHashMap<>();
    for (var configured : plan.metrics()) {
      Metric metric = configured.create();
      if (metric.hasCut()) {
        choices.put(configured.id(), choose(configured.id(), metric, parts));
      }
    }
    return choices;
  }

  /**
   * Measures the parts at cuts chosen before, such as those of a bundle; a metric that is not among
   * {@code cuts} has none.
   */
  public Evaluation evaluateAt(List<ScoredPart> parts, Map<String, Double> cuts) {
    return evaluate(parts.stream().map(PartWeights::new).toList(), given(cuts));
  }

  private Map<String, Metric.CutChoice> given(Map<String, Double> cuts) {
    Map<String, Metric.CutChoice> choices = new LinkedHashMap<>();
    for (var configured : plan.metrics()) {
      if (configured.create().hasCut()) {
        Optional<Double> cut = Optional.ofNullable(cuts.get(configured.id()));
        Optional<String> reason =
            cut.isPresent()
                ? Optional.empty()
                : Optional.of("the model was saved without this cut");
        choices.put(configured.id(), new Metric.CutChoice(cut, reason, Map.of()));
      }
    }
    return choices;
  }

  private Metric.CutChoice choose(String id, Metric metric, List<PartWeights> parts) {
    Optional<PartWeights> valid = find(parts, VALID);
    if (valid.isEmpty()) {
      return new Metric.CutChoice(
          Optional.empty(), Optional.of("there is no part 'valid' to choose a cut on"), Map.of());
    }
    Metric.CutContext context =
        new Metric.CutContext(seeds.child("cut-" + id), threads, valid.get().part().rescaling());
    return metric.chooseCut(scored(valid.get(), parts, metric.weighting()), context);
  }

  private Evaluation evaluate(List<PartWeights> parts, Map<String, Metric.CutChoice> choices) {
    Map<String, ChosenCut> cuts = chosen(choices, parts);
    Optional<ChosenCut> bundleCut = bundleCut(cuts);
    Map<String, MetricValue> values = new LinkedHashMap<>();
    Map<String, Map<String, double[]>> curves = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    for (PartWeights weights : parts) {
      ScoredPart part = weights.part();
      List<PreparedMetric> prepared = prepared(weights, parts, cuts, bundleCut);
      PartValues measured = new PartValues(prepared, weights);
      measured.bootstrap(plan.bootstrap(), plan.stratified(), seeds, threads);
      for (int m = 0; m < prepared.size(); m++) {
        PreparedMetric metric = prepared.get(m);
        String key = part.name() + "/" + metric.id();
        measured.values(m).forEach((d, v) -> values.put(d.isEmpty() ? key : key + "/" + d, v));
        if (part.name().equals(VALID) && choices.containsKey(metric.id())) {
          extras(key, choices.get(metric.id()), part.rows(), values);
        }
        addCurve(curves, key, metric.prepared(), part);
        metric.prepared().warnings().forEach(w -> warnings.add(key + ": " + w));
      }
    }
    return new Evaluation(values, cuts, bundleCut, curves, warnings);
  }

  private static void extras(
      String key, Metric.CutChoice choice, int n, Map<String, MetricValue> values) {
    choice
        .extra()
        .forEach(
            (detail, value) ->
                values.put(
                    key + "/" + detail,
                    new MetricValue(
                        value,
                        Optional.empty(),
                        n,
                        Double.isNaN(value) ? choice.reason() : Optional.empty())));
  }

  private ChosenCut chosen(String id, Metric.CutChoice choice, List<PartWeights> parts) {
    double accepted = Double.NaN;
    Optional<PartWeights> valid = find(parts, VALID);
    if (choice.cut().isPresent() && valid.isPresent() && valid.get().part().rows() > 0) {
      Scored scored = scored(valid.get(), parts, Weighting.PHYSICS);
      int n = 0;
      for (int i = 0; i < scored.rows(); i++) {
        n += scored.accepts(i, choice.cut().get()) ? 1 : 0;
      }
      accepted = n / (double) scored.rows();
    }
    return new ChosenCut(id, choice.cut(), choice.reason(), accepted);
  }

  private Scored scored(PartWeights weights, List<PartWeights> parts, Weighting weighting) {
    ScoredPart part = weights.part();
    Optional<Scored> reference =
        part.name().equals(TRAIN)
            ? Optional.empty()
            : find(parts, TRAIN).map(train -> scored(train, parts, weighting));
    return new Scored(
        part.name(),
        classes,
        signalClass,
        part.labels(),
        part.scores(),
        weights.own(weighting),
        part.weights(),
        part.process(),
        processes,
        reference);
  }

  private static Optional<PartWeights> find(List<PartWeights> parts, String name) {
    return parts.stream().filter(p -> p.part().name().equals(name)).findFirst();
  }

  /**
   * A metric made ready for a part.
   *
   * @param noCut why its cut is not there
   */
  record PreparedMetric(
      String id, Weighting weighting, Metric.Prepared prepared, Optional<String> noCut) {}
}
