package org.fivesigma.preprocessing.physics;

/** The formulas behind {@link Quantity}. */
final class Formulas {
  private Formulas() {}

  static void invariantMass(Kinematics events, int[] of, double[] out) {
    mass(events, of, out, false);
  }

  static void visibleMass(Kinematics events, int[] of, double[] out) {
    mass(events, of, out, true);
  }

  private static void mass(Kinematics events, int[] of, double[] out, boolean skipAbsent) {
    int rows = events.rows();
    double[][] sums = new double[4][rows];
    boolean[] any = new boolean[rows];
    for (int m : of) {
      double[] px = events.px(m);
      double[] py = events.py(m);
      double[] pz = events.pz(m);
      double[] e = events.energy(m);
      for (int r = 0; r < rows; r++) {
        if (!skipAbsent || !Double.isNaN(e[r])) {
          sums[0][r] += px[r];
          sums[1][r] += py[r];
          sums[2][r] += pz[r];
          sums[3][r] += e[r];
          any[r] = true;
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      double square =
          sums[3][r] * sums[3][r]
              - sums[0][r] * sums[0][r]
              - sums[1][r] * sums[1][r]
              - sums[2][r] * sums[2][r];
      out[r] = any[r] ? Math.sqrt(Math.max(square, 0)) : Double.NaN;
    }
  }

  static void transverseMass(Kinematics events, int[] of, double[] out) {
    double[] a = events.pt(of[0]);
    double[] b = events.pt(of[1]);
    for (int r = 0; r < events.rows(); r++) {
      double half = Math.sin(0.5 * difference(events, of, r));
      out[r] = 2 * Math.sqrt(a[r] * b[r]) * Math.abs(half);
    }
  }

  static void deltaR(Kinematics events, int[] of, double[] out) {
    double[] a = events.eta(of[0]);
    double[] b = events.eta(of[1]);
    for (int r = 0; r < events.rows(); r++) {
      double angle = difference(events, of, r);
      out[r] = Math.sqrt((a[r] - b[r]) * (a[r] - b[r]) + angle * angle);
    }
  }

  static void deltaPhi(Kinematics events, int[] of, double[] out) {
    for (int r = 0; r < events.rows(); r++) {
      out[r] = Math.abs(difference(events, of, r));
    }
  }

  static void deltaEta(Kinematics events, int[] of, double[] out) {
    double[] a = events.eta(of[0]);
    double[] b = events.eta(of[1]);
    for (int r = 0; r < events.rows(); r++) {
      out[r] = Math.abs(a[r] - b[r]);
    }
  }

  static void etaProduct(Kinematics events, int[] of, double[] out) {
    double[] a = events.eta(of[0]);
    double[] b = events.eta(of[1]);
    for (int r = 0; r < events.rows(); r++) {
      out[r] = a[r] * b[r];
    }
  }

  static void ptSum(Kinematics events, int[] of, double[] out) {
    int rows = events.rows();
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      boolean any = false;
      for (int m : of) {
        double pt = events.pt(m)[r];
        if (!Double.isNaN(pt)) {
          sum += pt;
          any = true;
        }
      }
      out[r] = any ? sum : Double.NaN;
    }
  }

  static void vectorPt(Kinematics events, int[] of, double[] out) {
    int rows = events.rows();
    for (int r = 0; r < rows; r++) {
      double x = 0;
      double y = 0;
      boolean any = false;
      for (int m : of) {
        double px = events.px(m)[r];
        if (!Double.isNaN(px)) {
          x += px;
          y += events.py(m)[r];
          any = true;
        }
      }
      out[r] = any ? Math.sqrt(x * x + y * y) : Double.NaN;
    }
  }

  static void ptRatio(Kinematics events, int[] of, double[] out) {
    double[] a = events.pt(of[0]);
    double[] b = events.pt(of[1]);
    for (int r = 0; r < events.rows(); r++) {
      out[r] = b[r] == 0 ? Double.NaN : a[r] / b[r];
    }
  }

  /** (A + B)/√(A² + B²), A = sin(φ−φ₁)·s, B = sin(φ₂−φ)·s, s the sign of sin(φ₂−φ₁). */
  static void phiCentrality(Kinematics events, int[] of, double[] out) {
    double[] phi = events.phi(of[0]);
    double[] one = events.phi(of[1]);
    double[] two = events.phi(of[2]);
    for (int r = 0; r < events.rows(); r++) {
      double sign = Math.signum(Math.sin(two[r] - one[r]));
      double a = Math.sin(phi[r] - one[r]) * sign;
      double b = Math.sin(two[r] - phi[r]) * sign;
      double length = Math.sqrt(a * a + b * b);
      out[r] = length == 0 ? 0 : (a + b) / length;
    }
  }

  /** exp(−4 (η − (η₁+η₂)/2)² / (η₁−η₂)²). */
  static void etaCentrality(Kinematics events, int[] of, double[] out) {
    double[] eta = events.eta(of[0]);
    double[] one = events.eta(of[1]);
    double[] two = events.eta(of[2]);
    for (int r = 0; r < events.rows(); r++) {
      double offset = eta[r] - 0.5 * (one[r] + two[r]);
      double width = one[r] - two[r];
      double exponent = offset == 0 ? 0 * width : -4 * offset * offset / (width * width);
      out[r] = Math.exp(exponent);
    }
  }

  private static double difference(Kinematics events, int[] of, int r) {
    return Kinematics.wrapped(events.phi(of[0])[r] - events.phi(of[1])[r]);
  }
}
