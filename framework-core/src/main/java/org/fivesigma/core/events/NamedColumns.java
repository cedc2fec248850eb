package org.fivesigma.core.events;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.fivesigma.core.spec.DataSpec;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.option.Configured;

/** Whether the columns that keys of the file name are in the data. */
final class NamedColumns {
  private NamedColumns() {}

  /**
   * Adds an error for every column that a key names and the data lack.
   *
   * @param names the columns that are there
   */
  static void require(
      Experiment experiment, Split split, List<String> names, List<UserError> errors) {
    DataSpec data = experiment.data();
    data.label()
        .flatMap(DataSpec.LabelSpec::column)
        .ifPresent(c -> require(c, "data.label.column", names, errors));
    data.weight().ifPresent(c -> require(c, "data.weight", names, errors));
    data.process().ifPresent(p -> require(p.column(), "data.process.column", names, errors));
    for (int i = 0; i < data.id().size(); i++) {
      if (!data.id().get(i).equals("row")) {
        require(
            data.id().get(i),
            data.id().size() == 1 ? "data.id" : "data.id[" + i + "]",
            names,
            errors);
      }
    }
    for (int i = 0; i < data.source().size(); i++) {
      String path = data.source().size() == 1 ? "data.source" : "data.source[" + i + "]";
      data.source()
          .get(i)
          .weight()
          .filter(String.class::isInstance)
          .ifPresent(w -> require((String) w, path + ".weight", names, errors));
    }
    experiment
        .trainingWeights()
        .column()
        .ifPresent(c -> require(c, "training_weights.column", names, errors));
    experiment
        .systematics()
        .forEach(
            (name, s) -> {
              s.up()
                  .flatMap(Experiment.Variation::weight)
                  .ifPresent(w -> require(w, "systematics." + name + ".up.weight", names, errors));
              s.down()
                  .flatMap(Experiment.Variation::weight)
                  .ifPresent(
                      w -> require(w, "systematics." + name + ".down.weight", names, errors));
            });
    experiment
        .momenta()
        .forEach(
            (name, m) -> {
              require(m.pt(), "momenta." + name + ".pt", names, errors);
              require(m.phi(), "momenta." + name + ".phi", names, errors);
              m.eta().ifPresent(c -> require(c, "momenta." + name + ".eta", names, errors));
              m.mass().ifPresent(c -> require(c, "momenta." + name + ".mass", names, errors));
              m.e().ifPresent(c -> require(c, "momenta." + name + ".e", names, errors));
            });
    for (String column : split.columns()) {
      if (!column.equals("row") && !names.contains(column)) {
        errors.add(missing(column, names).at(splitKey(experiment.split().rule(), column)));
      }
    }
  }

  /** The option of the split that names a column. */
  private static String splitKey(Configured<Split> rule, String column) {
    for (RecordComponent component : rule.options().getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(rule.options());
        if (column.equals(value)) {
          return "split." + component.getName();
        }
      } catch (ReflectiveOperationException e) {
        return "split";
      }
    }
    return "split";
  }

  private static void require(
      String column, String key, List<String> names, List<UserError> errors) {
    if (!names.contains(column)) {
      errors.add(missing(column, names).at(key));
    }
  }

  /** No column of that name, or of that glob, is there. */
  static UserError missing(String column, List<String> names) {
    UserError error =
        UserError.of(
            "missing-column",
            column.contains("*")
                ? "no column matches '" + column + "'"
                : "the data have no column '" + column + "'");
    Optional<String> near = NearNames.nearest(column, names);
    return near.map(n -> error.hint("did you mean '" + n + "'?"))
        .orElseGet(
            () ->
                error.hint(
                    "columns are "
                        + Listing.of(names)
                        + (namesAreNumbers(names)
                            ? "; these look like values: a file without header needs header: false and columns: [...]"
                            : "")));
  }

  /** Whether the first row of events was taken for the header. */
  private static boolean namesAreNumbers(List<String> names) {
    long numbers = names.stream().filter(n -> n.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")).count();
    return 2 * numbers > names.size();
  }
}
