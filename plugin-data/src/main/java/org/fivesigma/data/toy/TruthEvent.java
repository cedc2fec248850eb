package org.fivesigma.data.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happened before the detector: a lepton, a hadronic tau's visible part, the neutrinos' sum,
 * and jets.
 */
record TruthEvent(FourVector lepton, FourVector tau, FourVector neutrinos, List<FourVector> jets) {
  private static final double TAU_MASS = 1.777;
  private static final double HIGGS_MASS = 125.0;
  private static final double Z_MASS = 91.19;
  private static final double Z_WIDTH = 2.495;
  private static final double TOP_MASS = 172.5;
  private static final double W_MASS = 80.4;

  /** Share of Higgs bosons made by the fusion of vector bosons, with two forward jets. */
  private static final double FUSION_SHARE = 0.12;

  /** A Higgs boson that decays to two taus. */
  static TruthEvent higgs(SplittableRandom random) {
    List<FourVector> jets = new ArrayList<>();
    FourVector boson;
    if (random.nextDouble() < FUSION_SHARE) {
      double side = random.nextBoolean() ? 1 : -1;
      jets.add(
          FourVector.of(
              25 + exponential(random, 45),
              side * (2.4 + 0.8 * random.nextGaussian()),
              angle(random),
              0));
      jets.add(
          FourVector.of(
              20 + exponential(random, 30),
              -side * (2.4 + 0.8 * random.nextGaussian()),
              angle(random),
              0));
      FourVector pair = jets.get(0).plus(jets.get(1));
      boson =
          FourVector.ofRapidity(
              pair.pt(), 0.8 * random.nextGaussian(), pair.phi() + Math.PI, HIGGS_MASS);
    } else {
      double pt = exponential(random, 22) + exponential(random, 22);
      boson = FourVector.ofRapidity(pt, random.nextGaussian(), angle(random), HIGGS_MASS);
      recoil(boson, jets, random);
    }
    extraJets(jets, 0.35, random);
    return ditau(boson, 2 * random.nextDouble() - 1, jets, random);
  }

  /** A Z boson that decays to two taus. */
  static TruthEvent z(SplittableRandom random) {
    double mass;
    do {
      mass = Z_MASS + Z_WIDTH / 2 * Math.tan(Math.PI * (random.nextDouble() - 0.5));
    } while (mass < 60 || mass > 140);
    double pt = exponential(random, 13) + exponential(random, 13);
    FourVector boson = FourVector.ofRapidity(pt, 1.3 * random.nextGaussian(), angle(random), mass);
    List<FourVector> jets = new ArrayList<>();
    recoil(boson, jets, random);
    extraJets(jets, 0.35, random);
    double cos;
    do {
      cos = 2 * random.nextDouble() - 1;
    } while (random.nextDouble() * 2 > 1 + cos * cos);
    return ditau(boson, cos, jets, random);
  }

  /** A pair of top quarks: one decays to a lepton, the other to a hadronic tau. */
  static TruthEvent topPair(SplittableRandom random) {
    double phi = angle(random);
    double pt = exponential(random, 60) + exponential(random, 60);
    FourVector first = FourVector.ofRapidity(pt, 0.9 * random.nextGaussian(), phi, TOP_MASS);
    FourVector second =
        FourVector.ofRapidity(
            pt * Math.exp(0.2 * random.nextGaussian()),
            0.9 * random.nextGaussian(),
            phi + Math.PI + 0.25 * random.nextGaussian(),
            TOP_MASS);
    FourVector firstW = first.decayIsotropic(random, W_MASS, 0);
    FourVector secondW = second.decayIsotropic(random, W_MASS, 0);
    FourVector lepton = firstW.decayIsotropic(random, 0, 0);
    FourVector fullTau = secondW.decayIsotropic(random, TAU_MASS, 0);
    FourVector tau = fullTau.times(hadronicShare(random));
    List<FourVector> jets = new ArrayList<>();
    jets.add(first.minus(firstW));
    jets.add(second.minus(secondW));
    extraJets(jets, 0.8, random);
    FourVector neutrinos = firstW.minus(lepton).plus(secondW.minus(tau));
    return new TruthEvent(lepton, tau, neutrinos, jets);
  }

  private static TruthEvent ditau(
      FourVector boson, double cosTheta, List<FourVector> jets, SplittableRandom random) {
    FourVector one = boson.decay(cosTheta, angle(random), TAU_MASS, TAU_MASS);
    FourVector other = boson.minus(one);
    FourVector lepton = one.times(leptonicShare(random));
    FourVector tau = other.times(hadronicShare(random));
    return new TruthEvent(lepton, tau, boson.minus(lepton).minus(tau), jets);
  }

  /** What the lepton of an unpolarised tau's decay keeps: density 5/3 − 3x² + 4/3 x³. */
  private static double leptonicShare(SplittableRandom random) {
    while (true) {
      double x = random.nextDouble();
      if (random.nextDouble() * 5 / 3 < 5.0 / 3 - 3 * x * x + 4.0 / 3 * x * x * x) {
        return x;
      }
    }
  }

  /** What the hadrons of a tau's decay keep: density 2x. */
  private static double hadronicShare(SplittableRandom random) {
    return Math.max(random.nextDouble(), random.nextDouble());
  }

  /** One or two jets that balance a boson. */
  private static void recoil(FourVector boson, List<FourVector> jets, SplittableRandom random) {
    double pt = boson.pt();
    double share = 0.55 + 0.45 * random.nextDouble();
    double away = boson.phi() + Math.PI;
    if (pt * share > 15) {
      jets.add(
          FourVector.of(
              pt * share, 1.9 * random.nextGaussian(), away + 0.2 * random.nextGaussian(), 0));
    }
    if (pt * (1 - share) > 15) {
      jets.add(
          FourVector.of(
              pt * (1 - share),
              1.9 * random.nextGaussian(),
              away + 0.5 * random.nextGaussian(),
              0));
    }
  }

  private static void extraJets(List<FourVector> jets, double mean, SplittableRandom random) {
    double limit = Math.exp(-mean);
    for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
      jets.add(
          FourVector.of(20 + exponential(random, 15), 2 * random.nextGaussian(), angle(random), 0));
    }
  }

  private static double angle(SplittableRandom random) {
    return Math.PI * (2 * random.nextDouble() - 1);
  }

  private static double exponential(SplittableRandom random, double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }
}
