package org.fivesigma.preprocessing.physics;

import java.util.Locale;

/**
 * What the step {@code physics_features} can make; the id in the file is the name in lower case.
 */
public enum Quantity {
  /** px, py, pz in place of pt, η, φ. */
  CARTESIAN(1, Integer.MAX_VALUE, null),
  /** All angles relative to the first object; see {@link Kinematics#inFrameOf}. */
  COMMON_FRAME(2, 2, null),
  /** √((ΣE)² − |Σp|²). */
  INVARIANT_MASS(1, Integer.MAX_VALUE, Formulas::invariantMass),
  /** The invariant mass of all objects that are there, those without η left out. */
  VISIBLE_MASS(1, Integer.MAX_VALUE, Formulas::visibleMass),
  /** √(2 pt₁ pt₂ (1 − cos Δφ)). */
  TRANSVERSE_MASS(2, 2, Formulas::transverseMass),
  /** √(Δη² + Δφ²). */
  DELTA_R(2, 2, Formulas::deltaR),
  /** The angle between two objects in the transverse plane, 0 to π. */
  DELTA_PHI(2, 2, Formulas::deltaPhi),
  /** |η₁ − η₂|. */
  DELTA_ETA(2, 2, Formulas::deltaEta),
  /** η₁·η₂. */
  ETA_PRODUCT(2, 2, Formulas::etaProduct),
  /** Σ pt of the objects that are there. */
  PT_SUM(1, Integer.MAX_VALUE, Formulas::ptSum),
  /** |Σ p⃗t| of the objects that are there. */
  VECTOR_PT(1, Integer.MAX_VALUE, Formulas::vectorPt),
  /** pt₁/pt₂. */
  PT_RATIO(2, 2, Formulas::ptRatio),
  /** How far the first object lies between the second and the third in azimuth, −√2 to √2. */
  PHI_CENTRALITY(3, 3, Formulas::phiCentrality),
  /** How far the first object lies between the second and the third in η, 0 to 1. */
  ETA_CENTRALITY(3, 3, Formulas::etaCentrality);

  /** Computes one number per event of some of the momenta. */
  interface Formula {
    void compute(Kinematics events, int[] of, double[] out);
  }

  private final int least;
  private final int most;

  @SuppressWarnings("ImmutableEnumChecker") // references to static methods
  private final Formula formula;

  Quantity(int least, int most, Formula formula) {
    this.least = least;
    this.most = most;
    this.formula = formula;
  }

  /** The id in the file. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Fewest objects it is made of. */
  public int least() {
    return least;
  }

  /** Most objects it is made of. */
  public int most() {
    return most;
  }

  /** Whether it is one number per event; if not, it replaces columns. */
  public boolean single() {
    return formula != null;
  }

  /** Whether each of its objects needs a pseudorapidity. */
  public boolean needsEta() {
    return switch (this) {
      case DELTA_R, DELTA_ETA, ETA_PRODUCT, ETA_CENTRALITY, VISIBLE_MASS -> true;
      default -> false;
    };
  }

  /**
   * Computes it for a block of events.
   *
   * @param of places of the momenta, as many as it takes
   * @param out one number per event; missing where an object that it needs is absent
   */
  public void compute(Kinematics events, int[] of, double[] out) {
    formula.compute(events, of, out);
  }
}
