package org.fivesigma.preprocessing.physics;

/** Components of momenta from pt, η, φ, in loops over whole columns. */
final class Directions {
  private Directions() {}

  /** px = pt·cos φ, py = pt·sin φ. */
  static void transverse(double[] pt, double[] phi, int rows, double[] px, double[] py) {
    for (int r = 0; r < rows; r++) {
      px[r] = pt[r] * Math.cos(phi[r]);
      py[r] = pt[r] * Math.sin(phi[r]);
    }
  }

  /** pz = pt·sinh η. */
  static void longitudinal(double[] pt, double[] eta, int rows, double[] pz) {
    for (int r = 0; r < rows; r++) {
      pz[r] = pt[r] * Math.sinh(eta[r]);
    }
  }
}
