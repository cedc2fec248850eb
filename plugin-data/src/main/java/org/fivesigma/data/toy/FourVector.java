package org.fivesigma.data.toy;

import java.util.SplittableRandom;

/** A four-momentum in GeV. */
record FourVector(double px, double py, double pz, double e) {

  static FourVector of(double pt, double eta, double phi, double mass) {
    double px = pt * Math.cos(phi);
    double py = pt * Math.sin(phi);
    double pz = pt * Math.sinh(eta);
    return new FourVector(px, py, pz, Math.sqrt(px * px + py * py + pz * pz + mass * mass));
  }

  /** From transverse momentum, rapidity, azimuth and mass. */
  static FourVector ofRapidity(double pt, double y, double phi, double mass) {
    double mt = Math.hypot(pt, mass);
    return new FourVector(
        pt * Math.cos(phi), pt * Math.sin(phi), mt * Math.sinh(y), mt * Math.cosh(y));
  }

  FourVector plus(FourVector o) {
    return new FourVector(px + o.px, py + o.py, pz + o.pz, e + o.e);
  }

  FourVector times(double k) {
    return new FourVector(px * k, py * k, pz * k, e * k);
  }

  double pt() {
    return Math.hypot(px, py);
  }

  double phi() {
    return Math.atan2(py, px);
  }

  double eta() {
    double pt = pt();
    return pt == 0 ? Math.copySign(20, pz) : asinh(pz / pt);
  }

  double mass() {
    return Math.sqrt(Math.max(0, e * e - px * px - py * py - pz * pz));
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    return Math.copySign(Math.log(a + Math.sqrt(a * a + 1)), x);
  }

  /** This vector of a decaying particle's rest frame as seen where the particle has momentum p. */
  FourVector boostedBy(FourVector p) {
    double m = p.mass();
    double product = (px * p.px + py * p.py + pz * p.pz) / m;
    double k = product / (p.e + m) + e / m;
    return new FourVector(px + k * p.px, py + k * p.py, pz + k * p.pz, product + e * p.e / m);
  }

  /**
   * The first of two massless-or-light products of a decay, in the frame where the parent has this
   * momentum; the second is the parent minus the first.
   *
   * @param cosTheta cosine of the polar angle in the rest frame
   * @param mass of the first product
   * @param otherMass of the second
   */
  FourVector decay(double cosTheta, double phi, double mass, double otherMass) {
    double m = mass();
    double e1 = (m * m + mass * mass - otherMass * otherMass) / (2 * m);
    double p = Math.sqrt(Math.max(0, e1 * e1 - mass * mass));
    double sin = Math.sqrt(1 - cosTheta * cosTheta);
    FourVector rest =
        new FourVector(p * sin * Math.cos(phi), p * sin * Math.sin(phi), p * cosTheta, e1);
    return rest.boostedBy(this);
  }

  FourVector decayIsotropic(SplittableRandom random, double mass, double otherMass) {
    return decay(2 * random.nextDouble() - 1, 2 * Math.PI * random.nextDouble(), mass, otherMass);
  }

  FourVector minus(FourVector o) {
    return new FourVector(px - o.px, py - o.py, pz - o.pz, e - o.e);
  }

  /** Δφ in (−π, π]. */
  static double deltaPhi(double a, double b) {
    double d = a - b;
    while (d > Math.PI) {
      d -= 2 * Math.PI;
    }
    while (d <= -Math.PI) {
      d += 2 * Math.PI;
    }
    return d;
  }

  double deltaR(FourVector o) {
    return Math.hypot(eta() - o.eta(), deltaPhi(phi(), o.phi()));
  }
}
