package org.fivesigma.models.network.symmetry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.model.Trainer;

/**
 * The raw columns that symmetries change: azimuths and pseudorapidities of all momenta.
 *
 * @param azimuths places of azimuths among the raw columns
 * @param pseudorapidities places of pseudorapidities
 */
public record Angles(List<Integer> azimuths, List<Integer> pseudorapidities) {
  /** No columns: nothing changes. */
  public static final Angles NONE = new Angles(List.of(), List.of());

  public Angles {
    azimuths = List.copyOf(azimuths);
    pseudorapidities = List.copyOf(pseudorapidities);
  }

  /**
   * What the file alone shows to be wrong.
   *
   * @param plan what it says
   * @param invariant features declared not to change
   */
  public static List<UserError> check(Trainer.TrainingPlan plan, List<String> invariant) {
    if (plan.momenta().isEmpty()) {
      return List.of(
          UserError.of(
                  "symmetry-without-momenta",
                  "symmetries act on 'momenta', of which none is declared among the features")
              .at("symmetries")
              .hint(
                  "momenta: {tau: {pt: tau_pt, eta: tau_eta, phi: tau_phi}, met: {pt: met, phi: met_phi}}"));
    }
    List<UserError> errors = new ArrayList<>();
    for (String column : plan.dropped()) {
      errors.add(
          UserError.of(
                  "symmetry-misses-feature",
                  "symmetries act on whole momenta, but data.features leaves out '" + column + "'")
              .at("symmetries")
              .hint("keep all columns of the momentum; physics_features can replace them"));
    }
    for (String column : plan.features()) {
      if (!plan.momentumColumns().contains(column) && !invariant.contains(column)) {
        angleOfNone(column).ifPresent(errors::add);
      }
    }
    return errors;
  }

  /**
   * The angles of the momenta, once it is sure that the symmetries reach every feature that changes
   * with them.
   *
   * @param columns raw features
   * @param derived features made by SQL, with what they are made of
   * @param invariant features declared not to change
   * @throws UserError for a feature that is an angle of no momentum, or derived from a momentum,
   *     and not declared invariant; for momenta or invariant columns that are not there
   */
  public static Angles of(
      List<String> columns,
      List<Momentum> momenta,
      Map<String, List<String>> derived,
      List<String> invariant) {
    if (momenta.isEmpty()) {
      throw UserError.of(
              "symmetry-without-momenta",
              "symmetries act on 'momenta', of which none has all its columns among the features")
          .at("symmetries")
          .hint("declare momenta, and keep their pt, eta and phi columns in data.features");
    }
    for (String column : invariant) {
      if (!columns.contains(column)) {
        throw UserError.of("missing-column", "'" + column + "' is no feature")
            .at("invariant")
            .hint("invariant names features that do not change under the symmetries");
      }
    }
    Set<String> declared = new LinkedHashSet<>();
    momenta.forEach(m -> declared.addAll(m.columns()));
    List<Integer> azimuths = new ArrayList<>();
    List<Integer> pseudorapidities = new ArrayList<>();
    for (Momentum momentum : momenta) {
      azimuths.add(columns.indexOf(momentum.phi()));
      momentum.eta().ifPresent(eta -> pseudorapidities.add(columns.indexOf(eta)));
    }
    for (String column : columns) {
      if (!declared.contains(column) && !invariant.contains(column)) {
        refuse(column, declared, derived);
      }
    }
    return new Angles(azimuths, pseudorapidities);
  }

  private static void refuse(
      String column, Set<String> declared, Map<String, List<String>> derived) {
    Optional<String> source = momentumBehind(column, declared, derived, new LinkedHashSet<>());
    if (source.isPresent()) {
      throw UserError.of(
              "symmetry-misses-feature",
              "feature '"
                  + column
                  + "' is derived from '"
                  + source.get()
                  + "' of a momentum, and SQL is not computed anew for turned events")
          .at("symmetries")
          .hint(
              "make it by the step physics_features, or name it in 'invariant' if it does not"
                  + " change");
    }
    Optional<UserError> angle = angleOfNone(column);
    if (angle.isPresent()) {
      throw angle.get();
    }
  }

  private static Optional<UserError> angleOfNone(String column) {
    String name = column.toLowerCase(Locale.ROOT);
    if (!name.endsWith("_phi")
        && !name.endsWith("_eta")
        && !name.equals("phi")
        && !name.equals("eta")) {
      return Optional.empty();
    }
    return Optional.of(
        UserError.of(
                "symmetry-misses-feature",
                "feature '" + column + "' is an angle of no momentum, so that symmetries miss it")
            .at("symmetries")
            .hint(
                "declare its momentum, drop it, or name it in 'invariant' if it does not change"));
  }

  private static Optional<String> momentumBehind(
      String column, Set<String> declared, Map<String, List<String>> derived, Set<String> seen) {
    for (String source : derived.getOrDefault(column, List.of())) {
      if (declared.contains(source)) {
        return Optional.of(source);
      }
      if (seen.add(source)) {
        Optional<String> deeper = momentumBehind(source, declared, derived, seen);
        if (deeper.isPresent()) {
          return deeper;
        }
      }
    }
    return Optional.empty();
  }

  /** Changes one event, given by columns; missing values stay missing. */
  public void apply(Move move, float[][] columns, int row) {
    if (move.rotation() != 0 || move.transverseFlip()) {
      for (int c : azimuths) {
        columns[c][row] = move.azimuth(columns[c][row]);
      }
    }
    if (move.zFlip()) {
      for (int c : pseudorapidities) {
        columns[c][row] = -columns[c][row];
      }
    }
  }
}
