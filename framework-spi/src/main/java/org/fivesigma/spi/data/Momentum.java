package org.fivesigma.spi.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns that hold the four-momentum of one object of the event. One without {@code eta} is
 * transverse (missing energy). An absent object has missing values.
 *
 * @param name as in {@code momenta}, such as {@code tau}
 * @param pt column of the transverse momentum
 * @param eta column of the pseudorapidity
 * @param phi column of the azimuth, in radians
 * @param mass column of the mass; neither mass nor energy: massless
 * @param energy column of the energy (key {@code e})
 */
public record Momentum(
    String name,
    String pt,
    Optional<String> eta,
    String phi,
    Optional<String> mass,
    Optional<String> energy) {
  /** All columns it names. */
  public List<String> columns() {
    return Stream.of(Optional.of(pt), eta, Optional.of(phi), mass, energy)
        .flatMap(Optional::stream)
        .toList();
  }
}
