package org.fivesigma.core.events;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fivesigma.core.spec.DataSpec;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.data.TableLoader;

/**
 * Reads the events under systematic variations: shifted columns, another weight column, or other
 * files.
 *
 * <p>An event that is there without the variation too stays in its part, so that no training event
 * gets into the parts that are measured: it is known by its raw row, in other files by its id. An
 * event that only the variation selects is where the split puts it.
 */
public final class VariationReader {
  private static final String ONLY = "variation";

  private final TableLoader loader;
  private final Experiment experiment;
  private final Path cache;
  private final int threads;
  private final Consumer<String> log;

  /** A reader of the variations of an experiment. */
  public VariationReader(
      TableLoader loader, Experiment experiment, Path cache, int threads, Consumer<String> log) {
    this.loader = loader;
    this.experiment = experiment;
    this.cache = cache;
    this.threads = threads;
    this.log = log;
  }

  /**
   * Checks what can be checked before the events are read: that expressions bind, and that every
   * column is there.
   *
   * @param features of the model
   * @throws UserError or {@link ManyErrors}, keyed below {@code systematics.<name>.<direction>}
   */
  public void check(String key, Experiment.Variation variation, List<String> features) {
    Experiment varied = varied(variation, features);
    try {
      plan(varied, EventReader.request(varied, variation.set()));
    } catch (UserError e) {
      throw placed(e, key, variation);
    } catch (ManyErrors e) {
      throw new ManyErrors(e.errors().stream().map(x -> placed(x, key, variation)).toList());
    }
  }

  /**
   * Reads the events of a variation.
   *
   * @param key of the variation, for errors: {@code systematics.tes.up}
   * @throws UserError keyed below {@code key}
   */
  public VariedEvents read(String key, Experiment.Variation variation, EventData nominal) {
    try {
      return read(variation, nominal);
    } catch (UserError e) {
      throw placed(e, key, variation);
    } catch (ManyErrors e) {
      throw new ManyErrors(e.errors().stream().map(x -> placed(x, key, variation)).toList());
    }
  }

  private ColumnPlan plan(Experiment varied, TableLoader.Request request) {
    return new ColumnPlanner(loader, context()).plan(varied, request, ManyErrors::throwIfAny);
  }

  private VariedEvents read(Experiment.Variation variation, EventData nominal) {
    Experiment varied = varied(variation, nominal.features().names());
    DataSpec data = varied.data();
    TableLoader.Request request = EventReader.request(varied, variation.set());
    ColumnPlan plan = plan(varied, request);
    TableLoader.Loaded loaded = loader.load(request, plan.wanted(), context());
    EventReader.requireEvents(data, loaded);
    Classes classes =
        Classes.of(
            data,
            loaded.table(),
            data.source().stream().map(SourceSpec::className).toList(),
            loaded.source());
    if (!classes.names().equals(nominal.classes())) {
      throw UserError.of(
              "other-classes",
              "the variation has the classes "
                  + Listing.of(classes.names())
                  + ", without it they are "
                  + Listing.of(nominal.classes()))
          .at("data.label");
    }
    Processes processes =
        inOrder(nominal.processes(), Processes.of(data, loaded.table(), loaded.source(), classes));
    List<String> names = nominal.features().names();
    float[][] features = EventReader.features(names, loaded.table());
    EventReader.requireFinite(names, features, log);
    double[] own = SourceWeights.of(data, loaded, variation.weight().or(data::weight));
    double[] source = nominal.history().applied(own, loaded.row(), nominal.row());
    String policy = data.negativeWeights().forEvaluate().toUpperCase(Locale.ROOT);
    NegativeWeightPolicy evaluate = NegativeWeightPolicy.valueOf(policy);
    double[] weights = evaluate.apply(source, classes.labels(), classes.names().size(), features);
    List<Column> id = EventReader.ids(data, loaded);
    List<Split.Fold> ownFolds =
        varied
            .split()
            .rule()
            .create()
            .split(
                new Split.Events(
                    loaded.table().rows(),
                    classes.labels(),
                    classes.names().size(),
                    processes.index(),
                    loaded.row(),
                    id,
                    loaded.table(),
                    experiment.splitSeeds()));
    if (evaluate == NegativeWeightPolicy.DROP) {
      ownFolds = Folds.withoutNegative(ownFolds, source);
    }
    Yields nominalYields = nominal.yields();
    boolean byProcess = nominalYields.group() == nominal.process();
    int[] group = byProcess ? processes.index() : classes.labels();
    Yields yields =
        new Yields(
            group,
            byProcess ? processes.names() : classes.names(),
            Arrays.copyOf(
                nominalYields.totals(),
                byProcess ? processes.names().size() : classes.names().size()),
            true,
            nominalYields.declared());
    EventData events =
        new EventData(
            Columns.of(names, features, loaded.table().rows()),
            classes.names(),
            classes.signal(),
            classes.labels(),
            processes.names(),
            processes.index(),
            id,
            data.id(),
            loaded.row(),
            Map.of(),
            weights,
            new TrainingWeighting(
                varied.trainingWeights().rule(),
                varied
                    .trainingWeights()
                    .column()
                    .map(
                        c ->
                            EventReader.numbers(
                                loaded.table().column(c), "training_weights.column", c)),
                weights,
                new boolean[0],
                yields,
                classes.labels(),
                classes.names().size(),
                classes.signal()),
            yields,
            ownFolds,
            0,
            nominal.momenta(),
            nominal.derived(),
            loaded.accounts(),
            NegativeWeightPolicy.count(source),
            new WeightHistory(own, source, Map.of()),
            List.of());
    List<Split.Fold> folds =
        nominalParts(events, nominal, places(events, nominal, variation.source().isEmpty()));
    Map<String, double[]> factors = new LinkedHashMap<>();
    nominal
        .parts()
        .forEach(
            (part, rows) ->
                factors.put(part, nominalYields.factors(nominal.weights(), rows, part)));
    return new VariedEvents(events.withFolds(folds), factors, group);
  }

  /**
   * The experiment with the variation's sources, its own weight, the very features of the model.
   */
  private Experiment varied(Experiment.Variation variation, List<String> features) {
    DataSpec data = experiment.data().withFeatures(features);
    Experiment.Systematic only =
        new Experiment.Systematic(
            Optional.of(variation), Optional.empty(), Optional.empty(), Optional.empty());
    return experiment.with(
        variation.source().isEmpty() ? data : data.withSources(variation.source()),
        Map.of(ONLY, only));
  }

  private SourceContext context() {
    return new SourceContext(
        Path.of("").toAbsolutePath(), cache, threads, experiment.sourceSeeds(), log);
  }

  /** Processes in the nominal order; those that only the variation has come last. */
  private static Processes inOrder(List<String> nominal, Processes varied) {
    if (varied.names().equals(nominal)) {
      return varied;
    }
    List<String> names = new ArrayList<>(nominal);
    varied.names().stream().filter(n -> !names.contains(n)).forEach(names::add);
    int[] place = varied.names().stream().mapToInt(names::indexOf).toArray();
    return new Processes(
        names, IntStream.of(varied.index()).map(process -> place[process]).toArray());
  }

  /** The nominal event that each varied one is; −1 where there is none. */
  private static int[] places(EventData varied, EventData nominal, boolean sameFiles) {
    int[] places = new int[varied.rows()];
    Arrays.fill(places, -1);
    if (!sameFiles && nominal.idNames().equals(List.of("row"))) {
      return places;
    }
    Map<Object, Integer> known = new HashMap<>(2 * nominal.rows());
    for (int i = 0; i < nominal.rows(); i++) {
      known.put(sameFiles ? (Object) nominal.row()[i] : nominal.idText(i), i);
    }
    for (int i = 0; i < places.length; i++) {
      places[i] = known.getOrDefault(sameFiles ? (Object) varied.row()[i] : varied.idText(i), -1);
    }
    return places;
  }

  /** Nominal events in their nominal parts, new ones where the split put them. */
  private static List<Split.Fold> nominalParts(EventData varied, EventData nominal, int[] places) {
    List<Split.Fold> folds = new ArrayList<>();
    for (int f = 0; f < nominal.folds().size(); f++) {
      Map<String, int[]> before = nominal.folds().get(f).parts();
      Map<String, int[]> own = varied.folds().get(f).parts();
      Map<String, int[]> parts = new LinkedHashMap<>();
      before.forEach(
          (part, rows) -> {
            boolean[] in = new boolean[nominal.rows()];
            for (int row : rows) {
              in[row] = true;
            }
            boolean[] put = new boolean[varied.rows()];
            for (int row : own.getOrDefault(part, new int[0])) {
              put[row] = true;
            }
            parts.put(
                part,
                IntStream.range(0, varied.rows())
                    .filter(i -> places[i] >= 0 ? in[places[i]] : put[i])
                    .toArray());
          });
      folds.add(new Split.Fold(parts));
    }
    return folds;
  }

  /** Errors of the loader and of {@code data} at the key of the variation that caused them. */
  private static UserError placed(UserError e, String key, Experiment.Variation variation) {
    String at = e.key().orElse("");
    String weight = "systematics." + ONLY + ".up";
    if (at.startsWith(weight)) {
      return e.at(key + at.substring(weight.length()));
    }
    if (at.startsWith("set.")) {
      return e.under(key);
    }
    if (at.startsWith("data.source") && !variation.source().isEmpty()) {
      return e.at(key + ".source" + at.substring("data.source".length()));
    }
    return at.startsWith("data.features") || at.startsWith("data.label") ? e.at(key) : e;
  }
}
