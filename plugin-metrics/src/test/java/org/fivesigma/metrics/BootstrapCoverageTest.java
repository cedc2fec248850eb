package org.fivesigma.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.metrics.ranking.Auc;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.PoissonReplicas;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Spread;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BootstrapCoverageTest {
  private static final int TOYS = 2000;
  private static final int EVENTS = 1000;
  private static final int REPLICAS = 200;
  private static final double EXACT = 0.7602499389065233; // Φ(1/√2), for Gaussians one σ apart

  @Test
  @Tag("slow")
  void theErrorBarCoversTheTrueAreaInSixtyEightOfAHundredToys() {
    int covered = 0;
    int within = 0;
    for (int toy = 0; toy < TOYS; toy++) {
      SplittableRandom random = new Seeds(11).stream("toy", toy);
      int[] labels = new int[EVENTS];
      double[] scores = new double[EVENTS];
      double[] ones = new double[EVENTS];
      Arrays.fill(ones, 1);
      for (int i = 0; i < EVENTS; i++) {
        labels[i] = i % 2;
        scores[i] = random.nextGaussian() + labels[i];
      }
      Scored part = Reference.binary(labels, scores, ones);
      Metric.Prepared auc = new Auc(Optional.empty()).prepare(part, Optional.empty());
      PoissonReplicas poisson = new PoissonReplicas(new Seeds(toy), "bootstrap");
      double[] drawn = new double[REPLICAS];
      byte[] counts = new byte[EVENTS];
      double[] weights = new double[EVENTS];
      for (int r = 0; r < REPLICAS; r++) {
        poisson.counts(r, counts);
        Arrays.setAll(weights, i -> counts[i]);
        drawn[r] = auc.replica(weights, counts)[0];
      }
      double value = auc.values(ones)[0];
      covered += Math.abs(value - EXACT) < Spread.of(drawn).standardDeviation() ? 1 : 0;
      double[] interval = Spread.quantiles(drawn, 0.16, 0.84);
      within += interval[0] < EXACT && EXACT < interval[1] ? 1 : 0;
    }
    System.out.printf("coverage: σ %d, 16–84 %% %d of %d%n", covered, within, TOYS);
    assertThat(covered / (double) TOYS).isBetween(0.65, 0.71);
    assertThat(within / (double) TOYS).isBetween(0.65, 0.71);
  }

  @Test
  void countsArePoissonDistributed() {
    byte[] counts = new byte[1_000_003];
    new PoissonReplicas(new Seeds(5), "test").counts(3, counts);
    long[] histogram = new long[12];
    for (byte c : counts) {
      histogram[c]++;
    }
    double expected = counts.length / Math.E;
    double chiSquare = 0;
    for (int k = 0; k < 8; k++) {
      chiSquare += (histogram[k] - expected) * (histogram[k] - expected) / expected;
      expected /= k + 1;
    }
    assertThat(chiSquare).isLessThan(24); // 99.8 % of eight terms
    byte[] again = new byte[counts.length];
    new PoissonReplicas(new Seeds(5), "test").counts(3, again);
    assertThat(again).isEqualTo(counts);
    new PoissonReplicas(new Seeds(5), "test").counts(4, again);
    assertThat(again).isNotEqualTo(counts);
  }
}
