package org.fivesigma.preprocessing.physics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fivesigma.spi.data.Momentum;

/**
 * What is made of which momenta.
 *
 * @param momenta those that are used
 * @param frame the two momenta that define the common frame; empty: events are not turned
 * @param cartesian momenta whose pt, η, φ are replaced by components
 * @param singles columns that are added
 */
record PhysicsPlan(
    List<Momentum> momenta, int[] frame, List<Integer> cartesian, List<Single> singles) {
  PhysicsPlan {
    momenta = List.copyOf(momenta);
    cartesian = List.copyOf(cartesian);
    singles = List.copyOf(singles);
  }

  /** One number per event. */
  record Single(Quantity type, int[] of, String name) {}

  /** A plan in which only momenta stand that are used: all of them, where events are turned. */
  static PhysicsPlan of(
      List<Momentum> momenta, int[] frame, List<Integer> cartesian, List<Single> singles) {
    Set<Integer> used = new TreeSet<>(cartesian);
    singles.forEach(s -> Arrays.stream(s.of()).forEach(used::add));
    if (frame.length > 0) {
      for (int m = 0; m < momenta.size(); m++) {
        used.add(m);
      }
    }
    List<Integer> kept = new ArrayList<>(used);
    List<Single> renumbered =
        singles.stream()
            .map(
                s ->
                    new Single(
                        s.type(), Arrays.stream(s.of()).map(kept::indexOf).toArray(), s.name()))
            .toList();
    return new PhysicsPlan(
        kept.stream().map(momenta::get).toList(),
        Arrays.stream(frame).map(kept::indexOf).toArray(),
        cartesian.stream().map(kept::indexOf).toList(),
        renumbered);
  }

  /** All columns that are read. */
  List<String> inputs() {
    Set<String> columns = new LinkedHashSet<>();
    momenta.forEach(m -> columns.addAll(m.columns()));
    return List.copyOf(columns);
  }

  /** Columns that are read and do not go. */
  List<String> kept() {
    List<String> columns = new ArrayList<>(inputs());
    for (int m : cartesian) {
      columns.remove(momenta.get(m).pt());
      momenta.get(m).eta().ifPresent(columns::remove);
      columns.remove(momenta.get(m).phi());
    }
    return columns;
  }

  /** Columns that are made, in order. */
  List<String> made() {
    List<String> columns = new ArrayList<>();
    for (int m : cartesian) {
      Momentum momentum = momenta.get(m);
      columns.add(momentum.name() + "_px");
      columns.add(momentum.name() + "_py");
      momentum.eta().ifPresent(eta -> columns.add(momentum.name() + "_pz"));
    }
    singles.forEach(s -> columns.add(s.name()));
    return columns;
  }

  /** The place of a column among the inputs; −1 where there is no such column. */
  static int place(List<String> inputs, Optional<String> column) {
    return column.map(inputs::indexOf).orElse(-1);
  }
}
