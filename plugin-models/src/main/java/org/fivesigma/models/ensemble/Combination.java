package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.FittedCombiner;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Monitor;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;

/**
 * Trained members to an ensemble: the best are kept, items are formed, their combination learnt.
 */
final class Combination {
  private final EnsembleOptions options;
  private final TrainingTask task;
  private final TrainingContext context;
  private final int outputs;
  private final Map<TrainedMember, double[]> validScores = new LinkedHashMap<>();
  private final MemberFacts facts = new MemberFacts();

  Combination(EnsembleOptions options, TrainingTask task, TrainingContext context) {
    this.options = options;
    this.task = task;
    this.context = context;
    this.outputs = task.binary() ? 1 : task.classes().size();
  }

  /** Whether every training event has a score of every item by a member that did not see it. */
  static boolean outOfFold(EnsembleOptions options) {
    return options.of().size() > 1
        && options.resample().equals("k_fold")
        && IntStream.range(0, options.of().size()).allMatch(i -> options.membersOf(i) > 1);
  }

  /** The ensemble. Takes over the models; those left out are closed. */
  EnsembleModel combine(List<TrainedMember> trained) {
    trained.stream().filter(t -> t.failure().isPresent()).forEach(facts::failed);
    scoreValid(trained);
    List<List<TrainedMember>> kept = new ArrayList<>();
    for (int item = 0; item < options.of().size(); item++) {
      kept.add(kept(trained, item));
    }
    // Members of a single model are combined themselves; items of a list first by their mean.
    List<List<TrainedMember>> items =
        kept.size() == 1 ? kept.get(0).stream().map(List::of).toList() : kept;
    FittedCombiner combiner = fit(items);
    List<TrainedMember> used = items.stream().flatMap(List::stream).toList();
    EnsembleModel model =
        new EnsembleModel(
            items.stream().map(item -> item.stream().map(Combination::part).toList()).toList(),
            combiner,
            outputs,
            facts.of(used, metrics(), combinedMetrics(items, combiner), combiner));
    trained.stream().filter(t -> !used.contains(t)).forEach(t -> t.model().ifPresent(Model::close));
    return model;
  }

  private static EnsembleModel.Part part(TrainedMember member) {
    return new EnsembleModel.Part(member.member().name(), member.model().orElseThrow());
  }

  private void scoreValid(List<TrainedMember> trained) {
    if (task.valid().isEmpty()) {
      return;
    }
    PredictionInput input = new PredictionInput(task.valid().get().features(), context.threads());
    context.checkCancelled();
    List<Model> models = trained.stream().flatMap(member -> member.model().stream()).toList();
    IdentityHashMap<Model, double[]> scores = MemberScores.of(models, model -> input);
    trained.forEach(
        member -> member.model().ifPresent(m -> validScores.put(member, scores.get(m))));
    validScores.forEach(
        (member, own) -> {
          Map<String, Double> values = values(own);
          facts.measured(member, values);
          context.log(
              member.member().name()
                  + " ("
                  + member.member().spec().trainer().id()
                  + "): "
                  + values);
        });
  }

  private List<String> metrics() {
    return List.of("valid/auc", "valid/loss");
  }

  private Map<String, Double> values(double[] scores) {
    Map<String, Double> values = new LinkedHashMap<>();
    Sample valid = task.valid().orElseThrow();
    List<String> keys = new ArrayList<>(metrics());
    if (options.best().isPresent() && !keys.contains(options.bestBy())) {
      keys.add(options.bestBy());
    }
    keys.forEach(key -> values.put(key, context.monitor(key, valid).value(scores)));
    return values;
  }

  private Map<String, Double> combinedMetrics(
      List<List<TrainedMember>> items, FittedCombiner combiner) {
    if (task.valid().isEmpty()) {
      return Map.of();
    }
    double[][] scores = items.stream().map(this::meanOnValid).toArray(double[][]::new);
    return values(combiner.combine(scores, outputs));
  }

  private List<TrainedMember> kept(List<TrainedMember> trained, int item) {
    List<TrainedMember> all = trained.stream().filter(t -> t.member().item() == item).toList();
    List<TrainedMember> alive = all.stream().filter(t -> t.model().isPresent()).toList();
    if (alive.isEmpty()) {
      throw all.get(0).failure().orElseThrow();
    }
    if (options.best().isEmpty() || options.best().get() >= alive.size()) {
      return alive;
    }
    Monitor monitor =
        context.monitor(
            options.bestBy(),
            task.valid()
                .orElseThrow(
                    () ->
                        UserError.of(
                                "no-valid-part", "the best members are chosen on the part valid")
                            .at("best")));
    Comparator<TrainedMember> order =
        Comparator.comparingDouble(t -> goodness(monitor, validScores.get(t)));
    List<TrainedMember> best =
        alive.stream().sorted(order.reversed()).limit(options.best().get()).toList();
    return alive.stream().filter(best::contains).toList();
  }

  private static double goodness(Monitor monitor, double[] scores) {
    double value = monitor.value(scores);
    if (Double.isNaN(value)) {
      return Double.NEGATIVE_INFINITY;
    }
    return monitor.maximise() ? value : -value;
  }

  private double[] meanOnValid(List<TrainedMember> item) {
    return Combining.mean(item.stream().map(validScores::get).toArray(double[][]::new));
  }

  private FittedCombiner fit(List<List<TrainedMember>> items) {
    Combiner combiner = options.combine().create();
    boolean outOfFold =
        combiner.learns()
            && outOfFold(options)
            && (combiner.prefersOutOfFold() || task.valid().isEmpty());
    Optional<Sample> events = Optional.empty();
    double[][] scores = new double[0][];
    if (outOfFold) {
      OutOfFold own = OutOfFold.of(items, task.train(), outputs, context.threads());
      events = Optional.of(own.events());
      scores = own.scores();
    } else if (combiner.learns() && task.valid().isPresent()) {
      events = task.valid();
      scores = items.stream().map(this::meanOnValid).toArray(double[][]::new);
    }
    Sample seen = events.orElse(task.train());
    try {
      return combiner.fit(
          new Combiner.Data(
              items.size(),
              outputs,
              events,
              scores,
              key -> context.monitor(key, seen),
              context.threads(),
              context::warn));
    } catch (UserError e) {
      throw e.under("combine");
    }
  }

  /**
   * Scores of training events by members that did not see them.
   *
   * @param events the training events that every item has such a score of
   */
  record OutOfFold(Sample events, double[][] scores) {
    static OutOfFold of(List<List<TrainedMember>> items, Sample train, int outputs, int threads) {
      double[][] all = new double[items.size()][train.rows() * outputs];
      for (int item = 0; item < all.length; item++) {
        Arrays.fill(all[item], Double.NaN);
        for (TrainedMember member : items.get(item)) {
          int[] fold = member.member().heldOut().orElseThrow();
          double[] own =
              member
                  .model()
                  .orElseThrow()
                  .predict(new PredictionInput(train.features().select(fold), threads));
          for (int i = 0; i < fold.length; i++) {
            System.arraycopy(own, i * outputs, all[item], fold[i] * outputs, outputs);
          }
        }
      }
      int[] rows =
          IntStream.range(0, train.rows())
              .filter(i -> Arrays.stream(all).noneMatch(s -> Double.isNaN(s[i * outputs])))
              .toArray();
      double[][] scores = new double[all.length][rows.length * outputs];
      for (int item = 0; item < all.length; item++) {
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(all[item], rows[i] * outputs, scores[item], i * outputs, outputs);
        }
      }
      return new OutOfFold(train.select(rows), scores);
    }
  }
}
