package org.fivesigma.data.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.fivesigma.data.Loading;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.toy.ToyOptions.Covariance;
import org.fivesigma.data.toy.ToyOptions.GeneratorName;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.TableLoader.As;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToyEventsTest {
  @TempDir Path folder;

  private static ToyOptions htautau(long events, double negative, double tes) {
    return new ToyOptions(
        events, GeneratorName.HTAUTAU, negative, tes, false, Covariance.EQUAL, 0.5);
  }

  private static ToyOptions gaussian(long events, Covariance covariance) {
    return new ToyOptions(events, GeneratorName.GAUSSIAN, 0, 1, true, covariance, 0.3);
  }

  private static EventTable table(ToyOptions options, int threads) {
    return new ToyEvents(options, new Seeds(7), threads).table();
  }

  private static double[] numbers(EventTable table, String name) {
    Column column = table.column(name);
    return IntStream.range(0, table.rows()).mapToDouble(column::number).toArray();
  }

  private static double auc(double[] score, boolean[] signal) {
    Integer[] order = new Integer[score.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> score[i]));
    double below = 0;
    double area = 0;
    long signals = 0;
    for (int i : order) {
      if (signal[i]) {
        area += below;
        signals++;
      } else {
        below++;
      }
    }
    return area / (below * signals);
  }

  @Test
  void theSameSeedGivesTheSameEventsOnAnyNumberOfThreadsAndInAFile() throws Exception {
    ToyOptions options = htautau(10_000, 0.1, 1);
    EventTable one = table(options, 1);
    EventTable two = table(options, 3);
    Path file = folder.resolve("toy.parquet");
    new ToyEvents(options, new Seeds(7), 2).writeParquet(file);
    for (String name : one.names()) {
      for (int i = 0; i < one.rows(); i++) {
        assertThat(two.column(name).text(i)).isEqualTo(one.column(name).text(i));
      }
    }
    try (DuckDb db = DuckDb.open(1)) {
      String[] sums =
          db.rows(
                  "SELECT count(*), sum(tau_pt::DOUBLE), sum(weight), count(DISTINCT process),"
                      + " bool_and(event = rn) FROM (SELECT *, row_number() OVER () - 1 AS rn FROM '"
                      + file
                      + "')")
              .get(0);
      assertThat(sums[0]).isEqualTo("10000");
      assertThat(Double.parseDouble(sums[1]))
          .isCloseTo(Arrays.stream(numbers(one, "tau_pt")).sum(), within(1e-4));
      assertThat(Double.parseDouble(sums[2]))
          .isCloseTo(Arrays.stream(numbers(one, "weight")).sum(), within(1e-6));
      assertThat(sums[3]).isEqualTo("3");
      assertThat(sums[4]).isEqualTo("true");
    }
    assertThat(numbers(new ToyEvents(options, new Seeds(8), 1).table(), "tau_pt"))
        .isNotEqualTo(numbers(one, "tau_pt"));
  }

  @Test
  void weightsKeepTheYieldsWithAndWithoutNegativeOnes() {
    for (double negative : new double[] {0, 0.2}) {
      EventTable table = table(htautau(60_000, negative, 1), 2);
      double[] weights = numbers(table, "weight");
      double[] sums = new double[3];
      int below = 0;
      for (int i = 0; i < weights.length; i++) {
        sums[((Column.Texts) table.column("process")).codes()[i]] += weights[i];
        below += weights[i] < 0 ? 1 : 0;
      }
      assertThat(sums[0]).isCloseTo(700, within(700 * 0.03));
      assertThat(sums[1]).isCloseTo(300_000, within(300_000 * 0.03));
      assertThat(sums[2]).isCloseTo(100_000, within(100_000 * 0.05));
      assertThat(below / 60_000.0).isCloseTo(negative, within(0.01));
    }
  }

  @Test
  void derivedMassesFollowFromTheMomentaAndTheResonanceIsSeen() {
    EventTable table = table(htautau(20_000, 0, 1), 2);
    Column tauPt = table.column("tau_pt");
    double[] visible = numbers(table, "m_vis");
    double[] collinear = numbers(table, "m_collinear");
    double higgs = 0;
    double z = 0;
    int higgses = 0;
    int zs = 0;
    for (int i = 0; i < table.rows(); i++) {
      double deta = table.column("tau_eta").number(i) - table.column("lep_eta").number(i);
      double dphi = table.column("tau_phi").number(i) - table.column("lep_phi").number(i);
      double expected =
          Math.sqrt(
              2
                  * tauPt.number(i)
                  * table.column("lep_pt").number(i)
                  * (Math.cosh(deta) - Math.cos(dphi)));
      // the visible tau carries a share of the tau's mass, the lepton a share of it too
      assertThat(visible[i]).isCloseTo(expected, within(0.05 + 0.03 * expected));
      assertThat(tauPt.number(i)).isGreaterThan(20);
      boolean twoJets = table.column("n_jets").number(i) > 1;
      assertThat(Double.isNaN(table.column("m_jj").number(i))).isEqualTo(!twoJets);
      if (Double.isNaN(collinear[i])) {
        continue;
      }
      String process = table.column("process").text(i);
      if (process.equals("htautau")) {
        higgs += Math.min(collinear[i], 300);
        higgses++;
      } else if (process.equals("ztautau")) {
        z += Math.min(collinear[i], 300);
        zs++;
      }
    }
    assertThat(higgs / higgses - z / zs).isBetween(15.0, 60.0);
    assertThat(higgses).isGreaterThan(3000);
  }

  @Test
  void anotherTauScaleMeasuresTheSameEvents() {
    EventTable nominal = table(htautau(5000, 0, 1), 2);
    EventTable up = table(htautau(5000, 0, 1.03), 2);
    for (int i = 0; i < nominal.rows(); i++) {
      double pt = nominal.column("tau_pt").number(i);
      double phi = nominal.column("tau_phi").number(i);
      assertThat(up.column("tau_pt").number(i)).isCloseTo(1.03 * pt, within(1e-4 * pt));
      assertThat(up.column("lep_pt").number(i)).isEqualTo(nominal.column("lep_pt").number(i));
      double expectedX =
          nominal.column("met_pt").number(i) * Math.cos(nominal.column("met_phi").number(i))
              - 0.03 * pt * Math.cos(phi);
      double x = up.column("met_pt").number(i) * Math.cos(up.column("met_phi").number(i));
      assertThat(x).isCloseTo(expectedX, within(1e-3));
    }
  }

  @Test
  void theLikelihoodRatioOfGaussiansIsExactAndReachesTheKnownAuc() {
    EventTable table = table(gaussian(100_000, Covariance.EQUAL), 2);
    boolean[] signal = new boolean[table.rows()];
    int signals = 0;
    for (int i = 0; i < signal.length; i++) {
      signal[i] = table.column("label").text(i).equals("signal");
      signals += signal[i] ? 1 : 0;
    }
    assertThat(signals / 100_000.0).isCloseTo(0.3, within(0.006));
    // Φ(1.5/√2)
    assertThat(auc(numbers(table, "likelihood_ratio"), signal))
        .isCloseTo(0.8555778168267576, within(0.005));
    // E_background[ratio] = 1
    double sum = 0;
    double[] ratio = numbers(table, "likelihood_ratio");
    for (int i = 0; i < signal.length; i++) {
      sum += signal[i] ? 0 : ratio[i];
    }
    assertThat(sum / (100_000 - signals)).isCloseTo(1, within(0.05));
    EventTable unequal = table(gaussian(100_000, Covariance.UNEQUAL), 2);
    double[] other = numbers(unequal, "likelihood_ratio");
    sum = 0;
    int backgrounds = 0;
    for (int i = 0; i < other.length; i++) {
      if (!unequal.column("label").text(i).equals("signal")) {
        sum += other[i];
        backgrounds++;
      }
    }
    assertThat(sum / backgrounds).isCloseTo(1, within(0.1));
  }

  @Test
  void theLoaderReadsItAndManyEventsGoThroughAFile() throws IOException {
    var few = new Loading(folder.resolve("cache")).from(new ToySource(htautau(1000, 0, 1)));
    assertThat(few.want(As.FLOAT, "tau_pt").want(As.NATURAL, "process").load().table().rows())
        .isEqualTo(1000);
    ToySource many = new ToySource(gaussian(600_000, Covariance.EQUAL));
    var loaded =
        new Loading(folder.resolve("cache"))
            .from(many)
            .select("x1 > 0")
            .want(As.FLOAT, "x1")
            .want(As.ID, "event")
            .load();
    assertThat(loaded.accounts().get(0).rowsRead()).isEqualTo(600_000);
    assertThat(loaded.table().column("event").text(0)).isEqualTo(Long.toString(loaded.row()[0]));
    assertThat(many.defaults()).contains("likelihood_ratio", "features: [x1, x2");
    assertThat(new ToySource(htautau(1, 0, 1)).defaults())
        .contains("jet1: {pt: jet1_pt, eta: jet1_eta, phi: jet1_phi}")
        .contains("met: {pt: met_pt, phi: met_phi}");
  }
}
