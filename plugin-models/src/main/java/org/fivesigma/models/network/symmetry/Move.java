package org.fivesigma.models.network.symmetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One change of an event: azimuths mirrored first, then turned.
 *
 * @param rotation added to azimuths, in radians
 * @param zFlip whether pseudorapidities change sign
 * @param transverseFlip whether azimuths change sign before they are turned
 */
public record Move(double rotation, boolean zFlip, boolean transverseFlip) {
  /** No change. */
  public static final Move NONE = new Move(0, false, false);

  /** A random change of the kinds named. */
  public static Move random(Set<Symmetry> kinds, RandomGenerator random) {
    return new Move(
        kinds.contains(Symmetry.PHI_ROTATION) ? 2 * Math.PI * random.nextDouble() : 0,
        kinds.contains(Symmetry.Z_FLIP) && random.nextBoolean(),
        kinds.contains(Symmetry.TRANSVERSE_FLIP) && random.nextBoolean());
  }

  /**
   * Evenly spread changes, the first of which is {@link #NONE}.
   *
   * @param rotations by multiples of 2π/rotations
   * @param zFlips 1 or 2
   * @param transverseFlips 1 or 2
   */
  public static List<Move> grid(int rotations, int zFlips, int transverseFlips) {
    List<Move> moves = new ArrayList<>();
    for (int z = 0; z < zFlips; z++) {
      for (int t = 0; t < transverseFlips; t++) {
        for (int r = 0; r < rotations; r++) {
          moves.add(new Move(2 * Math.PI * r / rotations, z == 1, t == 1));
        }
      }
    }
    return moves;
  }

  /** The azimuth after the change, in (−π, π]. */
  float azimuth(float phi) {
    double moved = (transverseFlip ? -(double) phi : phi) + rotation;
    return (float) (moved - 2 * Math.PI * Math.ceil((moved - Math.PI) / (2 * Math.PI)));
  }
}
