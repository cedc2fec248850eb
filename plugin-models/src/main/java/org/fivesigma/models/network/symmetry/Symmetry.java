package org.fivesigma.models.network.symmetry;

/** A change of an event that physics does not notice; it acts on all momenta at once. */
public enum Symmetry {
  /** Any angle is added to all azimuths. */
  PHI_ROTATION,
  /** All pseudorapidities change sign. */
  Z_FLIP,
  /** All azimuths change sign. */
  TRANSVERSE_FLIP
}
