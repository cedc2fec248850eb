package org.fivesigma.data.toy;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.spi.data.Momentum;

/**
 * Higgs bosons that decay to two taus (one to a lepton, one to hadrons), against Z bosons that do
 * the same and top pairs, as a detector would measure them. Weights add up, on average, to the
 * yields of the processes whatever the number of events is.
 */
final class HtautauGenerator implements ToyGenerator {
  private static final List<String> PROCESSES = List.of("htautau", "ztautau", "ttbar");
  private static final double[] YIELDS = {700, 300_000, 100_000};

  /** Shares of the backgrounds among the background events. */
  private static final double Z_SHARE = 0.7;

  private static final List<String> FEATURES =
      List.of(
          "tau_pt",
          "tau_eta",
          "tau_phi",
          "lep_pt",
          "lep_eta",
          "lep_phi",
          "met_pt",
          "met_phi",
          "met_sumet",
          "n_jets",
          "jet1_pt",
          "jet1_eta",
          "jet1_phi",
          "jet2_pt",
          "jet2_eta",
          "jet2_phi",
          "jets_ht",
          "m_vis",
          "m_t_lep_met",
          "m_collinear",
          "pt_h",
          "dr_tau_lep",
          "sum_pt",
          "pt_ratio_lep_tau",
          "met_centrality",
          "m_jj",
          "deta_jj");

  private final ToyOptions options;

  HtautauGenerator(ToyOptions options) {
    this.options = options;
  }

  @Override
  public List<String> features() {
    return FEATURES;
  }

  @Override
  public List<String> processes() {
    return PROCESSES;
  }

  @Override
  public List<Momentum> momenta() {
    return List.of(
        momentum("tau", "tau_pt", "tau_phi", Optional.of("tau_eta")),
        momentum("lep", "lep_pt", "lep_phi", Optional.of("lep_eta")),
        momentum("met", "met_pt", "met_phi", Optional.empty()),
        momentum("jet1", "jet1_pt", "jet1_phi", Optional.of("jet1_eta")),
        momentum("jet2", "jet2_pt", "jet2_phi", Optional.of("jet2_eta")));
  }

  private static Momentum momentum(String name, String pt, String phi, Optional<String> eta) {
    return new Momentum(name, pt, eta, phi, Optional.empty(), Optional.empty());
  }

  @Override
  public boolean likelihoodRatio() {
    return false;
  }

  @Override
  public void fill(ToyBlock block, SplittableRandom random) {
    Signs signs = new Signs(options.negativeWeightFraction());
    double signal = options.signalFraction();
    double[] shares = {signal, (1 - signal) * Z_SHARE, (1 - signal) * (1 - Z_SHARE)};
    float[] values = new float[FEATURES.size()];
    for (int row = 0; row < block.rows(); row++) {
      double u = random.nextDouble();
      int process = u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2;
      Detector event;
      do {
        event = Detector.measure(truth(process, random), random);
      } while (!event.accepted());
      double spread = 0.8 + 0.4 * random.nextDouble();
      block.process()[row] = process;
      block.weights()[row] =
          YIELDS[process] / (options.events() * shares[process]) * spread * signs.draw(random);
      features(options.tes() == 1 ? event : event.withTauScale(options.tes()), values);
      for (int f = 0; f < values.length; f++) {
        block.features()[f][row] = values[f];
      }
    }
  }

  private static TruthEvent truth(int process, SplittableRandom random) {
    return switch (process) {
      case 0 -> TruthEvent.higgs(random);
      case 1 -> TruthEvent.z(random);
      default -> TruthEvent.topPair(random);
    };
  }

  private static void features(Detector event, float[] into) {
    FourVector tau = event.tau();
    FourVector lep = event.lepton();
    FourVector met =
        new FourVector(event.metX(), event.metY(), 0, Math.hypot(event.metX(), event.metY()));
    List<FourVector> jets = event.jets();
    int n = jets.size();
    double ht = jets.stream().mapToDouble(FourVector::pt).sum();
    int at = 0;
    for (FourVector object : new FourVector[] {tau, lep}) {
      into[at++] = (float) object.pt();
      into[at++] = (float) object.eta();
      into[at++] = (float) object.phi();
    }
    into[at++] = (float) met.pt();
    into[at++] = (float) met.phi();
    into[at++] = (float) event.sumEt();
    into[at++] = n;
    for (int j = 0; j < 2; j++) {
      into[at++] = n > j ? (float) jets.get(j).pt() : Float.NaN;
      into[at++] = n > j ? (float) jets.get(j).eta() : Float.NaN;
      into[at++] = n > j ? (float) jets.get(j).phi() : Float.NaN;
    }
    into[at++] = (float) ht;
    FourVector visible = tau.plus(lep);
    into[at++] = (float) visible.mass();
    double dphi = FourVector.deltaPhi(lep.phi(), met.phi());
    into[at++] = (float) Math.sqrt(2 * lep.pt() * met.pt() * (1 - Math.cos(dphi)));
    into[at++] = (float) collinearMass(tau, lep, met);
    into[at++] = (float) visible.plus(met).pt();
    into[at++] = (float) tau.deltaR(lep);
    into[at++] = (float) (tau.pt() + lep.pt() + ht);
    into[at++] = (float) (lep.pt() / tau.pt());
    into[at++] = (float) centrality(tau, lep, met);
    FourVector pair = n > 1 ? jets.get(0).plus(jets.get(1)) : null;
    into[at++] = pair == null ? Float.NaN : (float) pair.mass();
    into[at] = pair == null ? Float.NaN : (float) Math.abs(jets.get(0).eta() - jets.get(1).eta());
  }

  /**
   * The mass of the pair if the neutrinos fly along with what is visible; NaN where that has no
   * solution.
   */
  static double collinearMass(FourVector tau, FourVector lep, FourVector met) {
    double determinant = lep.px() * tau.py() - lep.py() * tau.px();
    double alongLep = (met.px() * tau.py() - met.py() * tau.px()) / determinant;
    double alongTau = (lep.px() * met.py() - lep.py() * met.px()) / determinant;
    if (!(alongLep >= 0 && alongTau >= 0)) {
      return Double.NaN;
    }
    double mass = tau.plus(lep).mass() * Math.sqrt((1 + alongLep) * (1 + alongTau));
    return mass < 5000 ? mass : Double.NaN;
  }

  /**
   * How far the missing momentum lies between tau and lepton: √2 in the middle, negative outside.
   */
  private static double centrality(FourVector tau, FourVector lep, FourVector met) {
    double between = Math.sin(FourVector.deltaPhi(lep.phi(), tau.phi()));
    double a = Math.sin(FourVector.deltaPhi(met.phi(), tau.phi()));
    double b = Math.sin(FourVector.deltaPhi(lep.phi(), met.phi()));
    double sign = Math.signum(between);
    double norm = Math.hypot(a, b);
    return norm == 0 ? 0 : sign * (a + b) / norm;
  }
}
