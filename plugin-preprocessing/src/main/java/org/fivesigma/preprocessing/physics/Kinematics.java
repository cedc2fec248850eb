package org.fivesigma.preprocessing.physics;

/**
 * The momenta of a block of events, each number computed when it is first asked for. A momentum
 * without pseudorapidity lies in the transverse plane; one without mass and energy is massless. All
 * numbers of an absent object are missing (NaN).
 */
public final class Kinematics {
  private final int rows;
  private final double[][] pt;
  private final double[][] eta;
  private final double[][] phi;
  private final double[][] mass;
  private final double[][] energy;
  private final double[][][] computed;

  private static final int PX = 0;
  private static final int PY = 1;
  private static final int PZ = 2;
  private static final int E = 3;

  /**
   * Events as columns: the first index is the momentum. Entries of {@code eta}, {@code mass} and
   * {@code energy} are null where a momentum has no such column; a given energy goes before a given
   * mass.
   *
   * @param rows how many events
   */
  public Kinematics(
      int rows, double[][] pt, double[][] eta, double[][] phi, double[][] mass, double[][] energy) {
    this.rows = rows;
    this.pt = pt;
    this.eta = eta;
    this.phi = phi;
    this.mass = mass;
    this.energy = energy;
    this.computed = new double[pt.length][4][];
  }

  /** Number of events. */
  public int rows() {
    return rows;
  }

  /** Whether a momentum has a pseudorapidity. */
  public boolean hasEta(int momentum) {
    return eta[momentum] != null;
  }

  /** Transverse momenta. */
  public double[] pt(int momentum) {
    return pt[momentum];
  }

  /** Pseudorapidities. */
  public double[] eta(int momentum) {
    return eta[momentum];
  }

  /** Azimuths. */
  public double[] phi(int momentum) {
    return phi[momentum];
  }

  /** First component. */
  public double[] px(int momentum) {
    transverse(momentum);
    return computed[momentum][PX];
  }

  /** Second component. */
  public double[] py(int momentum) {
    transverse(momentum);
    return computed[momentum][PY];
  }

  /** Component along the beam; 0 in the transverse plane, missing where the object is absent. */
  public double[] pz(int momentum) {
    if (computed[momentum][PZ] == null) {
      double[] out = new double[rows];
      if (eta[momentum] == null) {
        for (int r = 0; r < rows; r++) {
          out[r] = 0 * pt[momentum][r];
        }
      } else {
        Directions.longitudinal(pt[momentum], eta[momentum], rows, out);
      }
      computed[momentum][PZ] = out;
    }
    return computed[momentum][PZ];
  }

  /** Energy. */
  public double[] energy(int momentum) {
    if (energy[momentum] != null) {
      return energy[momentum];
    }
    if (computed[momentum][E] == null) {
      double[] out = new double[rows];
      double[] along = pz(momentum);
      double[] across = pt[momentum];
      double[] m = mass[momentum];
      for (int r = 0; r < rows; r++) {
        double rest = m == null ? 0 : m[r];
        out[r] = Math.sqrt(across[r] * across[r] + along[r] * along[r] + rest * rest);
      }
      computed[momentum][E] = out;
    }
    return computed[momentum][E];
  }

  /** Components in the transverse plane and along the beam, written to arrays of the caller. */
  public void components(int momentum, double[] px, double[] py, double[] pz) {
    Directions.transverse(pt[momentum], phi[momentum], rows, px, py);
    if (pz != null) {
      Directions.longitudinal(pt[momentum], eta[momentum], rows, pz);
    }
  }

  private void transverse(int momentum) {
    if (computed[momentum][PX] == null) {
      double[] px = new double[rows];
      double[] py = new double[rows];
      Directions.transverse(pt[momentum], phi[momentum], rows, px, py);
      computed[momentum][PX] = px;
      computed[momentum][PY] = py;
    }
  }

  /**
   * The same events in a common frame: turned about the beam so that the first object has azimuth
   * 0, mirrored so that the second has a positive one, and mirrored along the beam so that the
   * first has a positive pseudorapidity. Masses and angles between objects stay as they are. Events
   * without the first object are left alone; without the second, only that mirroring is left out.
   */
  public Kinematics inFrameOf(int first, int second) {
    double[][] turned = new double[phi.length][rows];
    double[][] mirrored = new double[eta.length][];
    for (int m = 0; m < phi.length; m++) {
      mirrored[m] = eta[m] == null ? null : new double[rows];
    }
    for (int r = 0; r < rows; r++) {
      double angle = phi[first][r];
      double turn = Double.isNaN(angle) ? 0 : angle;
      double up = !Double.isNaN(angle) && wrapped(phi[second][r] - turn) < 0 ? -1 : 1;
      double along = eta[first] != null && eta[first][r] < 0 ? -1 : 1;
      for (int m = 0; m < phi.length; m++) {
        turned[m][r] = up * wrapped(phi[m][r] - turn);
        if (mirrored[m] != null) {
          mirrored[m][r] = along * eta[m][r];
        }
      }
    }
    return new Kinematics(rows, pt, mirrored, turned, mass, energy);
  }

  /** An angle brought between −π and π. */
  static double wrapped(double angle) {
    return angle - 2 * Math.PI * Math.rint(angle / (2 * Math.PI));
  }
}
