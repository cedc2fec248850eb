package org.fivesigma.data.toy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a detector makes of an event: energies smeared, jets above a threshold, and the missing
 * transverse momentum that balances what was measured.
 *
 * @param metX missing transverse momentum
 * @param sumEt scalar sum of all that was measured
 * @param jets with pT above 30 GeV, hardest first
 */
record Detector(
    FourVector lepton,
    FourVector tau,
    double metX,
    double metY,
    double sumEt,
    List<FourVector> jets) {
  private static final double JET_PT = 30;
  private static final double JET_ETA = 4.5;

  static Detector measure(TruthEvent truth, SplittableRandom random) {
    FourVector lepton = truth.lepton().times(positive(1 + 0.02 * random.nextGaussian()));
    FourVector tau = truth.tau().times(positive(1 + 0.08 * random.nextGaussian()));
    double x = truth.neutrinos().px() + truth.lepton().px() - lepton.px();
    double y = truth.neutrinos().py() + truth.lepton().py() - lepton.py();
    x += truth.tau().px() - tau.px();
    y += truth.tau().py() - tau.py();
    double sumEt = 60 + 40 * random.nextDouble() + lepton.pt() + tau.pt();
    List<FourVector> jets = new ArrayList<>();
    for (FourVector jet : truth.jets()) {
      double resolution = Math.sqrt(0.64 / Math.max(jet.pt(), 1) + 0.0025);
      FourVector measured = jet.times(positive(1 + resolution * random.nextGaussian()));
      x += jet.px() - measured.px();
      y += jet.py() - measured.py();
      sumEt += measured.pt();
      if (measured.pt() > JET_PT
          && Math.abs(measured.eta()) < JET_ETA
          && measured.deltaR(tau) > 0.4
          && measured.deltaR(lepton) > 0.4) {
        jets.add(measured);
      }
    }
    double soft = 0.5 * Math.sqrt(sumEt);
    x += soft * random.nextGaussian();
    y += soft * random.nextGaussian();
    jets.sort(Comparator.comparingDouble(FourVector::pt).reversed());
    return new Detector(lepton, tau, x, y, sumEt, jets);
  }

  private static double positive(double factor) {
    return Math.max(0.05, factor);
  }

  /** Whether a trigger and an analysis would keep it. */
  boolean accepted() {
    return lepton.pt() > 20
        && tau.pt() > 20
        && Math.abs(lepton.eta()) < 2.5
        && Math.abs(tau.eta()) < 2.5
        && lepton.deltaR(tau) > 0.5;
  }

  /** The same event with another energy scale of the tau; the missing momentum follows. */
  Detector withTauScale(double scale) {
    FourVector scaled = tau.times(scale);
    return new Detector(
        lepton,
        scaled,
        metX + tau.px() - scaled.px(),
        metY + tau.py() - scaled.py(),
        sumEt + scaled.pt() - tau.pt(),
        jets);
  }
}
