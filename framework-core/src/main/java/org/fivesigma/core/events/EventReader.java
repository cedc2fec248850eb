package org.fivesigma.core.events;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.core.spec.DataSpec;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.data.TableLoader;

/**
 * Reads an experiment's events: sources → columns → classes → weights → parts, each step checked.
 */
public final class EventReader {
  private final TableLoader loader;
  private final WeightStep step;

  /**
   * A reader over the installed table loader.
   *
   * @param step of the weight chain that learns from the events
   */
  public EventReader(TableLoader loader, WeightStep step) {
    this.loader = loader;
    this.step = step;
  }

  /**
   * Reads everything.
   *
   * @throws UserError or {@link ManyErrors} for what only the data can tell
   */
  public EventData read(Experiment experiment, Path cache, int threads, Consumer<String> log) {
    return read(experiment, cache, threads, log, ManyErrors::throwIfAny);
  }

  /**
   * Reads everything as it is found, for who only looks: what would make a training meaningless
   * (features that tell the class, empty classes and parts) becomes a warning.
   *
   * @throws UserError or {@link ManyErrors} for what cannot be read at all
   */
  public EventData readAsFound(
      Experiment experiment, Path cache, int threads, Consumer<String> log) {
    List<String> doubts = new ArrayList<>();
    EventData data =
        read(
            experiment,
            cache,
            threads,
            log,
            errors -> errors.forEach(e -> doubts.add(e.getMessage())));
    doubts.addAll(data.warnings());
    return data.withWarnings(doubts);
  }

  private EventData read(
      Experiment experiment,
      Path cache,
      int threads,
      Consumer<String> log,
      Consumer<List<UserError>> doubts) {
    DataSpec data = experiment.data();
    SourceContext context =
        new SourceContext(
            Path.of("").toAbsolutePath(), cache, threads, experiment.sourceSeeds(), log);
    TableLoader.Request request = request(experiment, Map.of());
    ColumnPlan plan = new ColumnPlanner(loader, context).plan(experiment, request, doubts);
    if (!plan.texts().isEmpty()) {
      log.accept("no features by default, because they hold text: " + Listing.of(plan.texts()));
    }
    TableLoader.Loaded loaded = loader.load(request, plan.wanted(), context);
    requireEvents(data, loaded);
    EventTable table = loaded.table();
    List<Optional<String>> sourceClasses =
        data.source().stream().map(SourceSpec::className).toList();
    List<UserError> mistakes = new ArrayList<>();
    Optional<Classes> known =
        ManyErrors.collect(mistakes, () -> Classes.of(data, table, sourceClasses, loaded.source()));
    Optional<double[]> ofSource =
        ManyErrors.collect(mistakes, () -> SourceWeights.of(data, loaded, data.weight()));
    ManyErrors.throwIfAny(mistakes);
    Classes classes = known.orElseThrow();
    double[] beforeStep = ofSource.orElseThrow();
    Processes processes = Processes.of(data, table, loaded.source(), classes);
    float[][] features = features(plan.features(), table);
    requireFinite(plan.features(), features, log);
    if (plan.byDefault()) {
      doubts.accept(LeakCheck.check(plan.features(), features, classes.labels(), classes.signal()));
    }
    List<String> warnings = new ArrayList<>();
    List<Column> id = ids(data, loaded);
    RepeatedIds.of(data.id(), id, loaded.source()).ifPresent(warnings::add);
    Split split = experiment.split().rule().create();
    List<Split.Fold> folds =
        Folds.of(
            split,
            new Split.Events(
                table.rows(),
                classes.labels(),
                classes.names().size(),
                processes.index(),
                loaded.row(),
                id,
                table,
                experiment.splitSeeds()));
    Columns columns = Columns.of(plan.features(), features, table.rows());
    WeightStep.Result stepped =
        step.apply(
            new WeightStep.Events(
                experiment,
                columns,
                classes.names(),
                classes.labels(),
                processes.names(),
                processes.index(),
                beforeStep,
                sealed(folds, experiment.split().sealed(), table.rows()),
                loaded.row(),
                threads,
                log));
    double[] source = stepped.weights();
    NegativeWeightPolicy evaluate = policy(data.negativeWeights().forEvaluate());
    NegativeWeightPolicy fit = policy(data.negativeWeights().forFit());
    if (evaluate == NegativeWeightPolicy.DROP) {
      folds = Folds.withoutNegative(folds, source);
    }
    int[] used = Folds.used(folds);
    double[] weights = evaluate.apply(source, classes.labels(), classes.names().size(), features);
    double[] fitWeights =
        fit == evaluate
            ? weights
            : fit.apply(source, classes.labels(), classes.names().size(), features);
    Yields yields =
        Yields.of(
            data,
            weights,
            classes.labels(),
            classes.names(),
            processes.index(),
            processes.names(),
            used);
    Folds.check(folds, classes, weights, yields, doubts);
    if (data.source().stream().anyMatch(s -> s.rows().isPresent()) && !yields.declared()) {
      warnings.add(
          "the data are cut short by rows and no yields are declared: significances belong to the rows read, "
              + "not to the experiment");
    }
    Optional<double[]> column =
        experiment
            .trainingWeights()
            .column()
            .map(c -> numbers(table.column(c), "training_weights.column", c));
    boolean[] dropped = fit == NegativeWeightPolicy.DROP ? negative(source) : new boolean[0];
    Map<String, Column> spectators = new LinkedHashMap<>();
    plan.spectators().forEach(s -> spectators.put(s, table.column(s)));
    return new EventData(
        columns,
        classes.names(),
        classes.signal(),
        classes.labels(),
        processes.names(),
        processes.index(),
        id,
        data.id(),
        loaded.row(),
        spectators,
        weights,
        new TrainingWeighting(
            experiment.trainingWeights().rule(),
            column,
            fitWeights,
            dropped,
            yields,
            classes.labels(),
            classes.names().size(),
            classes.signal()),
        yields,
        folds,
        table.rows() - used.length,
        momenta(experiment, plan.features()),
        derived(data, plan.features()),
        loaded.accounts(),
        NegativeWeightPolicy.count(source),
        new WeightHistory(/* source= */ beforeStep, /* stepped= */ source, stepped.facts()),
        warnings);
  }

  private static boolean[] sealed(List<Split.Fold> folds, List<String> parts, int rows) {
    boolean[] sealed = new boolean[rows];
    for (Split.Fold fold : folds) {
      fold.parts()
          .forEach(
              (part, of) -> {
                if (parts.contains(part)) {
                  for (int row : of) {
                    sealed[row] = true;
                  }
                }
              });
    }
    return sealed;
  }

  /** The columns after derive, and what each is for: the checks that need no events. */
  public ColumnPlan plan(Experiment experiment, Path cache, int threads, Consumer<String> log) {
    SourceContext context =
        new SourceContext(
            Path.of("").toAbsolutePath(), cache, threads, experiment.sourceSeeds(), log);
    return new ColumnPlanner(loader, context)
        .plan(experiment, request(experiment, Map.of()), ManyErrors::throwIfAny);
  }

  static TableLoader.Request request(Experiment experiment, Map<String, String> set) {
    DataSpec data = experiment.data();
    return new TableLoader.Request(
        data.source().stream().map(s -> withWeight(s, data.weight())).toList(),
        data.missing(),
        ColumnPlan.notMissing(experiment),
        set,
        data.derive(),
        data.select());
  }

  /** The source with the weight that its sum of generated weights is made of. */
  private static SourceSpec withWeight(SourceSpec s, Optional<String> dataWeight) {
    return s.weight().isPresent() || dataWeight.isEmpty()
        ? s
        : new SourceSpec(
            s.source(),
            s.rows(),
            s.className(),
            s.process(),
            dataWeight.map(w -> (Object) w),
            s.select(),
            s.crossSection(),
            s.generated());
  }

  private static NegativeWeightPolicy policy(String name) {
    return NegativeWeightPolicy.valueOf(name.toUpperCase(Locale.ROOT));
  }

  static void requireEvents(DataSpec data, TableLoader.Loaded loaded) {
    if (loaded.table().rows() == 0) {
      long read = loaded.accounts().stream().mapToLong(TableLoader.Account::rowsRead).sum();
      throw UserError.of("no-events", "none of the " + read + " events read is selected")
          .at(data.select().isPresent() ? "data.select" : "data.source");
    }
  }

  static float[][] features(List<String> names, EventTable table) {
    float[][] values = new float[names.size()][];
    for (int f = 0; f < values.length; f++) {
      Column column = table.column(names.get(f));
      if (column instanceof Column.Floats floats) {
        values[f] = floats.values();
      } else {
        values[f] = new float[table.rows()];
        for (int i = 0; i < table.rows(); i++) {
          values[f][i] = (float) column.number(i);
        }
      }
    }
    return values;
  }

  static void requireFinite(List<String> names, float[][] values, Consumer<String> log) {
    List<UserError> errors = new ArrayList<>();
    for (int f = 0; f < values.length; f++) {
      int infinite = 0;
      int missing = 0;
      for (float v : values[f]) {
        infinite += Float.isInfinite(v) ? 1 : 0;
        missing += Float.isNaN(v) ? 1 : 0;
      }
      if (infinite > 0) {
        errors.add(
            UserError.of(
                    "infinite-value",
                    "feature '" + names.get(f) + "' is infinite in " + infinite + " events")
                .at("data.features")
                .hint("leave the events out by data.select, or mend the column by data.derive"));
      }
      if (missing == values[f].length) {
        log.accept("warning: feature '" + names.get(f) + "' is missing in every event");
      }
    }
    ManyErrors.throwIfAny(errors);
  }

  static List<Column> ids(DataSpec data, TableLoader.Loaded loaded) {
    return data.id().stream()
        .map(
            name ->
                name.equals("row") && loaded.table().find(name).isEmpty()
                    ? new Column.Longs(loaded.row())
                    : loaded.table().column(name))
        .toList();
  }

  static double[] numbers(Column column, String key, String name) {
    double[] values = new double[column.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.number(i);
      if (Double.isNaN(values[i]) || Double.isInfinite(values[i])) {
        throw UserError.of(
                "nan-weight", "weight '" + name + "' is not a number in selected event " + i)
            .at(key);
      }
    }
    return values;
  }

  private static boolean[] negative(double[] weights) {
    boolean[] result = new boolean[weights.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = weights[i] < 0;
    }
    return result;
  }

  private static List<Momentum> momenta(Experiment experiment, List<String> features) {
    List<Momentum> momenta = new ArrayList<>();
    experiment
        .momenta()
        .forEach(
            (name, m) -> {
              Momentum momentum = new Momentum(name, m.pt(), m.eta(), m.phi(), m.mass(), m.e());
              if (features.containsAll(momentum.columns())) {
                momenta.add(momentum);
              }
            });
    return momenta;
  }

  private static final Pattern WORD = Pattern.compile("\"([^\"]+)\"|([A-Za-z_][A-Za-z0-9_]*)");

  /**
   * Derived features with every name their expressions contain, derived names followed to their
   * own.
   */
  private static Map<String, List<String>> derived(DataSpec data, List<String> features) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    data.derive()
        .forEach(
            (name, sql) -> {
              Set<String> words = new java.util.LinkedHashSet<>();
              Matcher matcher = WORD.matcher(sql);
              while (matcher.find()) {
                String word = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
                words.add(word);
                words.addAll(all.getOrDefault(word, List.of()));
              }
              all.put(name, List.copyOf(words));
            });
    all.keySet().retainAll(features);
    return all;
  }
}
