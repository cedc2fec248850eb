package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.fivesigma.core.spec.DataSpec;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.Globs;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Wanted;

/**
 * Which column of the table plays which role, decided from names and types before the data is read.
 *
 * @param features in the order of the file's globs
 * @param byDefault whether features were taken because the file names none
 * @param wanted every column to read, each once
 * @param texts columns that are no features only because they hold text, where the file names none
 */
public record ColumnPlan(
    List<String> features,
    boolean byDefault,
    List<String> spectators,
    List<Wanted> wanted,
    List<String> texts) {

  /** Finds the first text in a column that is no number, as an error that tells its row. */
  interface TextFinder {
    /** The error; empty where the column has none or cannot be read. */
    Optional<UserError> firstText(String column);
  }

  /** Columns that numeric missing codes do not apply to. */
  public static Set<String> notMissing(Experiment experiment) {
    return usedElsewhere(experiment, experiment.split().rule().create());
  }

  /**
   * Columns with a role that is not feature or spectator: label, weights, process, id, the split's.
   */
  private static Set<String> usedElsewhere(Experiment experiment, Split split) {
    DataSpec data = experiment.data();
    Set<String> used = new LinkedHashSet<>();
    data.label().flatMap(DataSpec.LabelSpec::column).ifPresent(used::add);
    data.process().ifPresent(p -> used.add(p.column()));
    data.id().stream().filter(id -> !id.equals("row")).forEach(used::add);
    split.columns().stream().filter(c -> !c.equals("row")).forEach(used::add);
    used.addAll(weightColumns(experiment));
    return used;
  }

  /**
   * Columns that only their own name makes a feature, never a glob: label, weights, process, id.
   */
  private static Set<String> telling(Experiment experiment) {
    DataSpec data = experiment.data();
    Set<String> columns = weightColumns(experiment);
    data.label().flatMap(DataSpec.LabelSpec::column).ifPresent(columns::add);
    data.process().ifPresent(p -> columns.add(p.column()));
    columns.addAll(data.id());
    return columns;
  }

  private static Set<String> weightColumns(Experiment experiment) {
    Set<String> columns = new LinkedHashSet<>();
    experiment.data().weight().ifPresent(columns::add);
    for (SourceSpec source : experiment.data().source()) {
      source.weight().filter(String.class::isInstance).ifPresent(w -> columns.add((String) w));
    }
    experiment.trainingWeights().column().ifPresent(columns::add);
    for (Experiment.Systematic s : experiment.systematics().values()) {
      s.up().flatMap(Experiment.Variation::weight).ifPresent(columns::add);
      s.down().flatMap(Experiment.Variation::weight).ifPresent(columns::add);
    }
    return columns;
  }

  /**
   * Decides, or gives every problem found.
   *
   * @param schema the table's columns after derive
   * @param finder tells the row of a text where numbers are wanted
   * @param doubts takes the features that are there only by default and whose names tell the class
   * @throws ManyErrors with all else that is wrong
   */
  static ColumnPlan of(
      Experiment experiment,
      Map<String, ColumnType> schema,
      TextFinder finder,
      Consumer<List<UserError>> doubts) {
    DataSpec data = experiment.data();
    Split split = experiment.split().rule().create();
    List<UserError> errors = new ArrayList<>();
    Set<String> used = usedElsewhere(experiment, split);
    List<String> names = List.copyOf(schema.keySet());
    NamedColumns.require(experiment, split, names, errors);
    requireNumbers(experiment, schema, finder, errors);
    List<String> spectators = new ArrayList<>();
    for (int i = 0; i < data.spectators().size(); i++) {
      String glob = data.spectators().get(i);
      if (matchesNone(glob, names)) {
        errors.add(NamedColumns.missing(glob, names).at("data.spectators[" + i + "]"));
      }
    }
    if (!data.spectators().isEmpty()) {
      spectators.addAll(Globs.select(data.spectators(), names).names());
    }
    List<String> features =
        data.features().isPresent()
            ? named(
                data.features().get(),
                eligible(experiment, data.features().get(), names, schema, used, spectators),
                names,
                schema,
                finder,
                errors)
            : defaults(names, schema, used, spectators, errors);
    for (String column : spectators) {
      if (schema.get(column) == ColumnType.OTHER) {
        errors.add(
            UserError.of("column-type", "spectator '" + column + "' is neither number nor text")
                .at("data.spectators"));
      }
    }
    if (byDefault(data)) {
      doubts.accept(telling(features));
    }
    ManyErrors.throwIfAny(errors);
    return new ColumnPlan(
        features,
        byDefault(data),
        spectators,
        wanted(experiment, split, schema, features, spectators),
        data.features().isPresent()
            ? List.of()
            : names.stream()
                .filter(n -> schema.get(n) == ColumnType.TEXT)
                .filter(n -> !used.contains(n) && !spectators.contains(n))
                .toList());
  }

  /** Weights and momenta are numbers. */
  private static void requireNumbers(
      Experiment experiment,
      Map<String, ColumnType> schema,
      TextFinder finder,
      List<UserError> errors) {
    Map<String, String> columns = new LinkedHashMap<>();
    DataSpec data = experiment.data();
    data.weight().ifPresent(c -> columns.put("data.weight", c));
    for (int i = 0; i < data.source().size(); i++) {
      String path = data.source().size() == 1 ? "data.source" : "data.source[" + i + "]";
      data.source()
          .get(i)
          .weight()
          .filter(String.class::isInstance)
          .ifPresent(w -> columns.put(path + ".weight", (String) w));
    }
    experiment.trainingWeights().column().ifPresent(c -> columns.put("training_weights.column", c));
    columns.forEach(
        (key, column) -> {
          if (schema.containsKey(column) && !schema.get(column).numeric()) {
            errors.add(
                notNumeric("weight", column, schema.get(column), finder)
                    .at(key)
                    .hint("make numbers of it in data.derive"));
          }
        });
  }

  private static UserError notNumeric(
      String role, String column, ColumnType type, TextFinder finder) {
    return finder
        .firstText(column)
        .orElseGet(
            () ->
                UserError.of(
                    "column-type",
                    role
                        + " '"
                        + column
                        + "' holds "
                        + type.name().toLowerCase(Locale.ROOT)
                        + ", expected numbers"));
  }

  /** The place of the pattern that chose a feature. */
  private static String chooser(List<String> globs, String column) {
    for (int i = globs.size() - 1; i >= 0; i--) {
      if (!globs.get(i).startsWith("!") && Globs.matches(globs.get(i), column)) {
        return "data.features[" + i + "]";
      }
    }
    return "data.features";
  }

  private static boolean matchesNone(String glob, List<String> names) {
    String bare = glob.startsWith("!") ? glob.substring(1) : glob;
    return names.stream().noneMatch(n -> Globs.matches(bare, n));
  }

  /** Whether no feature is named, at most some are excluded. */
  private static boolean byDefault(DataSpec data) {
    return data.features().orElse(List.of()).stream().allMatch(g -> g.startsWith("!"));
  }

  /**
   * Columns that patterns choose among. Where the first pattern excludes, everything is meant that
   * would be a feature by default, and what another pattern names.
   */
  private static List<String> eligible(
      Experiment experiment,
      List<String> globs,
      List<String> names,
      Map<String, ColumnType> schema,
      Set<String> used,
      List<String> spectators) {
    Set<String> telling = telling(experiment);
    boolean rest = !globs.isEmpty() && globs.get(0).startsWith("!");
    return names.stream()
        .filter(n -> !telling.contains(n) || globs.contains(n))
        .filter(
            n ->
                !rest
                    || globs.stream().anyMatch(g -> !g.startsWith("!") && Globs.matches(g, n))
                    || (schema.get(n).numeric() && !used.contains(n) && !spectators.contains(n)))
        .toList();
  }

  private static List<String> named(
      List<String> globs,
      List<String> possible,
      List<String> names,
      Map<String, ColumnType> schema,
      TextFinder finder,
      List<UserError> errors) {
    for (int i = 0; i < globs.size(); i++) {
      String glob = globs.get(i);
      String bare = glob.startsWith("!") ? glob.substring(1) : glob;
      if (matchesNone(glob, names)) {
        errors.add(NamedColumns.missing(bare, names).at("data.features[" + i + "]"));
      }
      if (globs.indexOf(glob) < i) {
        errors.add(
            UserError.of("repeated-column", "'" + glob + "' is listed twice")
                .at("data.features[" + i + "]"));
      }
    }
    List<String> chosen = Globs.select(globs, possible).names();
    if (chosen.isEmpty() && errors.isEmpty()) {
      errors.add(UserError.of("no-features", "no column is left as a feature").at("data.features"));
    }
    for (String column : chosen) {
      if (!schema.get(column).numeric()) {
        errors.add(
            notNumeric("feature", column, schema.get(column), finder)
                .at(chooser(globs, column))
                .hint(
                    "take it out with \"!" + column + "\", or make numbers of it in data.derive"));
      }
    }
    return chosen;
  }

  private static List<String> defaults(
      List<String> names,
      Map<String, ColumnType> schema,
      Set<String> used,
      List<String> spectators,
      List<UserError> errors) {
    List<String> features =
        names.stream()
            .filter(n -> schema.get(n).numeric() && !used.contains(n) && !spectators.contains(n))
            .toList();
    if (features.isEmpty()) {
      errors.add(
          UserError.of("no-features", "no numeric column is left as a feature")
              .at("data")
              .hint("name the features in data.features"));
    }
    return features;
  }

  private static List<UserError> telling(List<String> features) {
    List<UserError> errors = new ArrayList<>();
    for (String name : features) {
      String lower = name.toLowerCase(Locale.ROOT);
      for (String telling : List.of("label", "weight", "target", "class")) {
        if (lower.contains(telling)) {
          errors.add(LeakCheck.byName(name, telling));
          break;
        }
      }
    }
    return errors;
  }

  private static List<Wanted> wanted(
      Experiment experiment,
      Split split,
      Map<String, ColumnType> schema,
      List<String> features,
      List<String> spectators) {
    DataSpec data = experiment.data();
    Map<String, As> columns = new LinkedHashMap<>();
    weightColumns(experiment).forEach(c -> columns.put(c, As.DOUBLE));
    data.id().stream().filter(id -> !id.equals("row")).forEach(c -> columns.put(c, As.ID));
    Set<String> natural = new LinkedHashSet<>(spectators);
    data.label().flatMap(DataSpec.LabelSpec::column).ifPresent(natural::add);
    data.process().ifPresent(p -> natural.add(p.column()));
    split.columns().stream().filter(c -> !c.equals("row")).forEach(natural::add);
    natural.forEach(c -> columns.putIfAbsent(c, As.NATURAL));
    features.forEach(c -> columns.putIfAbsent(c, As.FLOAT));
    return columns.entrySet().stream()
        .filter(e -> schema.containsKey(e.getKey()))
        .map(e -> new Wanted(e.getKey(), e.getValue(), Optional.of(key(experiment, e.getKey()))))
        .toList();
  }

  /** The key that asks for a column: its role, features being what has no other. */
  private static String key(Experiment experiment, String column) {
    DataSpec data = experiment.data();
    if (data.weight().filter(column::equals).isPresent()) {
      return "data.weight";
    }
    for (int i = 0; i < data.source().size(); i++) {
      if (data.source().get(i).weight().filter(column::equals).isPresent()) {
        return data.source().size() == 1 ? "data.source.weight" : "data.source[" + i + "].weight";
      }
    }
    if (experiment.trainingWeights().column().filter(column::equals).isPresent()) {
      return "training_weights.column";
    }
    if (weightColumns(experiment).contains(column)) {
      return "systematics";
    }
    return data.id().contains(column) ? "data.id" : "data.features";
  }
}
