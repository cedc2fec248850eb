package org.fivesigma.preprocessing.physics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.fivesigma.testing.CsvSample;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The DER_ columns of HiggsML, made again of its PRI_ columns. */
class HiggsmlDerivedColumnsTest {
  private static final String[] OBJECTS = {"tau", "lep", "met", "jet_leading", "jet_subleading"};

  /** Half a unit of the third decimal. */
  private static final double ROUNDING = 0.0005;

  private static double[][] pt;
  private static double[][] eta;
  private static double[][] phi;
  private static CsvSample sample;
  private static int rows;

  @BeforeAll
  static void read() {
    sample =
        CsvSample.read(SharedFiles.data("higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz"));
    rows = sample.rows();
    pt = new double[OBJECTS.length][];
    eta = new double[OBJECTS.length][];
    phi = new double[OBJECTS.length][];
    for (int m = 0; m < OBJECTS.length; m++) {
      boolean met = OBJECTS[m].equals("met");
      String name = "PRI_" + OBJECTS[m];
      pt[m] = sample.numbers(met ? name : name + "_pt", -999);
      eta[m] = met ? null : sample.numbers(name + "_eta", -999);
      phi[m] = sample.numbers(name + "_phi", -999);
    }
  }

  private static double[] compute(Quantity quantity, int... of) {
    double[] out = new double[rows];
    double[][] none = new double[OBJECTS.length][];
    quantity.compute(new Kinematics(rows, pt, eta, phi, none, none), of, out);
    return out;
  }

  /**
   * How far the result may be off when every input was rounded: one input after the other, and all
   * azimuths at once (where two are opposite, a sign hangs on both).
   */
  private static double[] uncertainty(Quantity quantity, int... of) {
    double[] nominal = compute(quantity, of);
    double[] corners = new double[rows];
    double[][] angles = phi.clone();
    for (int corner = 0; corner < 1 << of.length; corner++) {
      for (int i = 0; i < of.length; i++) {
        double step = (corner >> i & 1) == 0 ? ROUNDING : -ROUNDING;
        phi[of[i]] = Arrays.stream(angles[of[i]]).map(x -> x + step).toArray();
      }
      double[] moved = compute(quantity, of);
      for (int r = 0; r < rows; r++) {
        corners[r] = Math.max(corners[r], Math.abs(moved[r] - nominal[r]));
      }
    }
    phi = angles;
    double[] sum = new double[rows];
    for (double[][] kind : new double[][][] {pt, eta, phi}) {
      for (int m : of) {
        if (kind[m] == null) {
          continue;
        }
        double[] exact = kind[m];
        double[] worst = new double[rows];
        for (DoubleUnaryOperator move :
            new DoubleUnaryOperator[] {x -> x + ROUNDING, x -> x - ROUNDING}) {
          kind[m] = Arrays.stream(exact).map(move).toArray();
          double[] moved = compute(quantity, of);
          for (int r = 0; r < rows; r++) {
            double change = Math.abs(moved[r] - nominal[r]);
            worst[r] = Double.isNaN(change) ? worst[r] : Math.max(worst[r], change);
          }
        }
        kind[m] = exact;
        for (int r = 0; r < rows; r++) {
          sum[r] += worst[r];
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      sum[r] = Double.isNaN(corners[r]) ? sum[r] : Math.max(sum[r], corners[r]);
    }
    return sum;
  }

  private static int[] places(String objects) {
    return Arrays.stream(objects.split(" ")).mapToInt(Arrays.asList(OBJECTS)::indexOf).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "DER_mass_transverse_met_lep, TRANSVERSE_MASS, lep met",
    "DER_pt_h, VECTOR_PT, tau lep met",
    "DER_deltaeta_jet_jet, DELTA_ETA, jet_leading jet_subleading",
    "DER_prodeta_jet_jet, ETA_PRODUCT, jet_leading jet_subleading",
    "DER_deltar_tau_lep, DELTA_R, tau lep",
    "DER_pt_ratio_lep_tau, PT_RATIO, lep tau",
    "DER_met_phi_centrality, PHI_CENTRALITY, met tau lep",
    "DER_lep_eta_centrality, ETA_CENTRALITY, lep jet_leading jet_subleading",
    "DER_pt_tot, VECTOR_PT, tau lep met jet_leading jet_subleading",
  })
  void theColumnIsMadeAgainWithinTheRoundingOfItsInputs(
      String column, Quantity quantity, String objects) {
    int[] of = places(objects);
    double[] expected = sample.numbers(column, -999);
    double[] actual = compute(quantity, of);
    double[] allowed = uncertainty(quantity, of);
    int outside = 0;
    double worst = 0;
    String first = "";
    for (int r = 0; r < rows; r++) {
      if (Double.isNaN(expected[r]) || Double.isNaN(actual[r])) {
        assertThat(Double.isNaN(actual[r]))
            .as("%s row %s: %s for %s", column, r, actual[r], expected[r])
            .isEqualTo(Double.isNaN(expected[r]));
        continue;
      }
      double off = Math.abs(actual[r] - expected[r]);
      double limit = 1.001 * (allowed[r] + ROUNDING) + 1e-4;
      if (off > limit) {
        outside++;
        if (off / limit > worst) {
          worst = off / limit;
          first = "row " + r + ": " + actual[r] + " for " + expected[r] + ", allowed " + limit;
        }
      }
    }
    assertThat(outside).as("%s events outside, worst %s", column, first).isZero();
  }

  @Test
  void theSumOfTransverseMomentaIsMadeAgain() {
    double[] expected = sample.numbers("DER_sum_pt", -999);
    double[] jets = sample.numbers("PRI_jet_all_pt", -999);
    double[] actual = compute(Quantity.PT_SUM, places("tau lep"));
    for (int r = 0; r < rows; r++) {
      assertThat(Math.abs(actual[r] + jets[r] - expected[r])).isLessThan(4 * ROUNDING + 1e-4);
    }
  }

  /** The visible mass of the tau itself is not in the file; it lies between 0 and 1.777 GeV. */
  @Test
  void theVisibleMassIsMadeAgainBetweenMasslessTausAndTheHeaviest() {
    double[] expected = sample.numbers("DER_mass_vis", -999);
    int[] of = places("tau lep");
    double[] lightest = compute(Quantity.INVARIANT_MASS, of);
    double[] allowed = uncertainty(Quantity.INVARIANT_MASS, of);
    double[][] masses = new double[OBJECTS.length][];
    masses[of[0]] = new double[rows];
    masses[of[1]] = new double[rows];
    Arrays.fill(masses[of[0]], 1.777);
    Arrays.fill(masses[of[1]], 0.106);
    double[] heaviest = new double[rows];
    Quantity.INVARIANT_MASS.compute(
        new Kinematics(rows, pt, eta, phi, masses, new double[OBJECTS.length][]), of, heaviest);
    int exact = 0;
    for (int r = 0; r < rows; r++) {
      double slack = 1.001 * (allowed[r] + ROUNDING) + 1e-4;
      assertThat(expected[r]).as("row %s", r).isBetween(lightest[r] - slack, heaviest[r] + slack);
      exact += Math.abs(expected[r] - lightest[r]) <= slack ? 1 : 0;
    }
    assertThat(exact).isGreaterThan(rows / 2);
  }

  @Test
  void theMassOfTheJetsIsMadeAgainButForTheirOwnMasses() {
    double[] expected = sample.numbers("DER_mass_jet_jet", -999);
    double[] actual = compute(Quantity.INVARIANT_MASS, places("jet_leading jet_subleading"));
    double[] off =
        java.util.stream.IntStream.range(0, rows)
            .filter(r -> !Double.isNaN(expected[r]))
            .mapToDouble(r -> Math.abs(actual[r] - expected[r]))
            .sorted()
            .toArray();
    assertThat(off.length).isGreaterThan(4000);
    assertThat(off[off.length / 2]).isLessThan(2);
  }
}
