package org.fivesigma.preprocessing.physics;

/**
 * Components of momenta from pt, η, φ, in loops over whole columns that the compiler can turn into
 * vector instructions: no calls, no branches, no bits. Relative error below 10⁻¹⁴. Augmented
 * training goes through here for every batch.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the digits as published
final class Directions {
  /** Largest angle of the fast loop; beyond, two parts of π/2 do not carry enough digits. */
  private static final double FAR_ANGLE = 1e5;

  /** Largest pseudorapidity of the fast loop. */
  private static final double FAR_ETA = 8;

  private static final double HALF_PI_HIGH = 1.57079632673412561417;
  private static final double HALF_PI_LOW = 6.07710050650619224932e-11;

  /** Taylor coefficients of sinh t / t and cosh t − 1 in powers of t². */
  private static final double S1 = 1.0 / 6;

  private static final double S2 = S1 / 20;
  private static final double S3 = S2 / 42;
  private static final double S4 = S3 / 72;
  private static final double S5 = S4 / 110;
  private static final double C2 = 0.5 / 12;
  private static final double C3 = C2 / 30;
  private static final double C4 = C3 / 56;
  private static final double C5 = C4 / 90;

  private Directions() {}

  /** px = pt·cos φ, py = pt·sin φ. */
  static void transverse(double[] pt, double[] phi, int rows, double[] px, double[] py) {
    double[] quarters = new double[rows];
    for (int r = 0; r < rows; r++) {
      quarters[r] = Math.rint(phi[r] * (2 / Math.PI));
    }
    for (int r = 0; r < rows; r++) {
      double whole = quarters[r];
      double y = (phi[r] - whole * HALF_PI_HIGH) - whole * HALF_PI_LOW;
      double z = y * y;
      double cos = 1 - 0.5 * z + z * z * cosSeries(z);
      double sin = y + y * z * sinSeries(z);
      px[r] = cos;
      py[r] = sin;
    }
    for (int r = 0; r < rows; r++) {
      double whole = quarters[r];
      double cos = px[r];
      double sin = py[r];
      double size = pt[r];
      double quarter = whole - 4 * Math.floor(0.25 * whole);
      double half = Math.floor(0.5 * quarter);
      double odd = quarter - 2 * half;
      double even = 1 - odd;
      double x = size * (1 - 2 * (half + odd - 2 * half * odd)) * (even * cos + odd * sin);
      double y = size * (1 - 2 * half) * (even * sin + odd * cos);
      px[r] = x;
      py[r] = y;
    }
    if (reaches(phi, rows, FAR_ANGLE)) {
      for (int r = 0; r < rows; r++) {
        if (Math.abs(phi[r]) > FAR_ANGLE) {
          px[r] = pt[r] * Math.cos(phi[r]);
          py[r] = pt[r] * Math.sin(phi[r]);
        }
      }
    }
  }

  /** (sin y − y)/y³ for |y| ≤ π/4, z = y². */
  private static double sinSeries(double z) {
    return -1.66666666666666324348e-01
        + z
            * (8.33333333332248946124e-03
                + z
                    * (-1.98412698298579493134e-04
                        + z
                            * (2.75573137070700676789e-06
                                + z
                                    * (-2.50507602534068634195e-08
                                        + z * 1.58969099521155010221e-10))));
  }

  /** (cos y − 1 + y²/2)/y⁴ for |y| ≤ π/4, z = y². */
  private static double cosSeries(double z) {
    return 4.16666666666666019037e-02
        + z
            * (-1.38888888888741095749e-03
                + z
                    * (2.48015872894767294178e-05
                        + z
                            * (-2.75573143513906633035e-07
                                + z
                                    * (2.08757232129817482790e-09
                                        - z * 1.13596475577881948265e-11))));
  }

  /** pz = pt·sinh η: Taylor's series at η/32, then the formula of the double angle five times. */
  static void longitudinal(double[] pt, double[] eta, int rows, double[] pz) {
    double[] excess = new double[rows];
    for (int r = 0; r < rows; r++) {
      double t = eta[r] * (1.0 / 32);
      double z = t * t;
      double sinh = t * (1 + z * (S1 + z * (S2 + z * (S3 + z * (S4 + z * S5)))));
      double cosh = z * (0.5 + z * (C2 + z * (C3 + z * (C4 + z * C5))));
      pz[r] = sinh;
      excess[r] = cosh;
    }
    for (int r = 0; r < rows; r++) {
      double s1 = 2 * pz[r] * (1 + excess[r]);
      double c1 = 2 * pz[r] * pz[r];
      double s2 = 2 * s1 * (1 + c1);
      double c2 = 2 * s1 * s1;
      double s3 = 2 * s2 * (1 + c2);
      double c3 = 2 * s2 * s2;
      double s4 = 2 * s3 * (1 + c3);
      double c4 = 2 * s3 * s3;
      pz[r] = pt[r] * (2 * s4 * (1 + c4));
    }
    if (reaches(eta, rows, FAR_ETA)) {
      for (int r = 0; r < rows; r++) {
        if (Math.abs(eta[r]) > FAR_ETA) {
          pz[r] = pt[r] * Math.sinh(eta[r]);
        }
      }
    }
  }

  private static boolean reaches(double[] values, int rows, double limit) {
    boolean far = false;
    for (int r = 0; r < rows; r++) {
      far |= Math.abs(values[r]) > limit;
    }
    return far;
  }
}
