package org.fivesigma.serving.events;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.spi.NearNames;

/** The columns a model takes, and how the columns of a request are matched to them by name. */
public final class InputColumns {
  private final BundleManifest manifest;
  private final List<String> features;
  private final List<String> ids;
  private final double[] missing;

  /** The columns of a bundle. */
  public InputColumns(BundleManifest manifest) {
    this.manifest = manifest;
    this.features = manifest.featureNames();
    this.ids = manifest.ids().stream().filter(id -> !id.equals("row")).toList();
    this.missing = manifest.missing().stream().mapToDouble(d -> d).toArray();
  }

  /** Names of the features in order. */
  public List<String> features() {
    return features;
  }

  /** Names of the columns that identify an event; empty: its place in the request does. */
  public List<String> ids() {
    return ids;
  }

  /** Whether a number stands for a missing value. */
  public boolean isMissing(double value) {
    for (double m : missing) {
      if (value == m) {
        return true;
      }
    }
    return false;
  }

  /**
   * Where the columns of a request go.
   *
   * @param feature place of each column among the features; −1: none
   * @param id place of each column among the ids; −1: none
   * @param hasIds whether all id columns are there
   * @param ignored columns that the model does not need
   */
  public record Match(int[] feature, int[] id, boolean hasIds, List<String> ignored) {}

  /** Columns without names: the features in order. */
  public Match inOrder(int columns, long line) {
    if (columns != features.size()) {
      throw Refusal.bad(
              "wrong-width",
              "a row of "
                  + columns
                  + " values, but the model takes "
                  + features.size()
                  + " features")
          .at(line, 1)
          .hint("send the features in the order of /v1/schema, or name the columns in a header");
    }
    requireIds(false, line);
    int[] none = new int[columns];
    java.util.Arrays.fill(none, -1);
    return new Match(IntStream.range(0, columns).toArray(), none, false, List.of());
  }

  /**
   * Columns by name, in any order.
   *
   * @throws Refusal for a name that stands twice, and for features that are not there
   */
  public Match byName(List<String> names, long line) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < features.size(); i++) {
      places.put(features.get(i), i);
    }
    int[] feature = new int[names.size()];
    int[] id = new int[names.size()];
    Set<String> seen = new LinkedHashSet<>();
    Set<String> ignored = new LinkedHashSet<>();
    for (int i = 0; i < feature.length; i++) {
      String name = names.get(i);
      if (!seen.add(name)) {
        throw Refusal.bad("duplicate-column", "the column '" + name + "' stands twice")
            .at(line, i + 1L)
            .name(name);
      }
      feature[i] = places.getOrDefault(name, -1);
      id[i] = ids.indexOf(name);
      if (feature[i] < 0 && id[i] < 0) {
        ignored.add(name);
      }
    }
    requireFeatures(seen, line);
    boolean hasIds = !ids.isEmpty() && seen.containsAll(ids);
    requireIds(hasIds, line);
    return new Match(feature, id, hasIds, List.copyOf(ignored));
  }

  private void requireFeatures(Set<String> there, long line) {
    List<String> lacking = features.stream().filter(f -> !there.contains(f)).toList();
    if (lacking.isEmpty()) {
      return;
    }
    Refusal refusal =
        Refusal.bad("missing-column", "the request lacks the columns " + String.join(", ", lacking))
            .at(line, 1)
            .name(lacking.get(0));
    String definition = manifest.derive().get(lacking.get(0));
    if (definition != null) {
      throw refusal.hint("send its value; it was defined as " + definition);
    }
    NearNames.hint(lacking.get(0), there).ifPresent(refusal::hint);
    throw refusal;
  }

  private void requireIds(boolean there, long line) {
    if (manifest.folds() > 0 && !there && !ids.isEmpty()) {
      throw Refusal.bad(
              "missing-column",
              "the request lacks the id columns "
                  + String.join(", ", ids)
                  + ", by which the model of an event is chosen")
          .at(line, 1)
          .name(ids.get(0));
    }
  }
}
