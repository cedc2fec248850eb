package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two normal distributions: no model is better than the exact likelihood ratio, and good ones come
 * near.
 */
class GaussianOptimumTest {
  private static final String LOGISTIC = "{type: logistic}";
  private static final String MLP =
      "{type: mlp, hidden: [32, 32], epochs: 6, batch_size: 512, optimizer: {type: adam, learning_rate: 2.0e-3}, schedule: {type: one_cycle}}";

  @TempDir Path folder;

  private void reachesTheLikelihoodRatio(String model, String covariance, int events, double within)
      throws Exception {
    Files.writeString(
        folder.resolve("g.yaml"),
        """
        seed: 5
        threads: 2
        data:
          source: {type: toy, generator: gaussian, events: EVENTS, likelihood_ratio: true, covariance: COVARIANCE}
        model: MODEL
        evaluate: {metrics: [auc], bootstrap: 0, plots: none}
        """
            .replace("EVENTS", Integer.toString(events))
            .replace("COVARIANCE", covariance)
            .replace("MODEL", model));
    CommandLineRun run = CommandLineRun.in(folder, "run", "g.yaml", "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    Map<String, List<Object>> test =
        ParquetRows.read(run.runFolder().resolve("predictions/test.parquet"));
    double[] score = ParquetRows.numbers(test, "score");
    double[] exact = ParquetRows.numbers(test, "likelihood_ratio");
    double[] weight = ParquetRows.numbers(test, "weight");
    boolean[] signal = ParquetRows.is(test, "label", "signal");
    double optimum = PlainMetrics.auc(exact, weight, signal);
    double reached = PlainMetrics.auc(score, weight, signal);
    double error = PlainMetrics.errorOfDifference(score, exact, signal);
    System.out.printf(
        "%s, %d events, %s: AUC %.5f, likelihood ratio %.5f, difference %.5f +- %.5f%n",
        model.substring(0, 12), events, covariance, reached, optimum, reached - optimum, error);
    assertThat(optimum).isBetween(0.6, 0.999);
    assertThat(reached).isGreaterThan(optimum - within);
    assertThat(reached).isLessThan(optimum + 3 * error);
  }

  @Test
  void aLineIsEnoughForEqualCovariances() throws Exception {
    reachesTheLikelihoodRatio(LOGISTIC, "equal", 20000, 0.004);
  }

  @Tag("slow")
  @Test
  void aSmallNetworkComesNear() throws Exception {
    reachesTheLikelihoodRatio(MLP, "equal", 20000, 0.006);
  }

  @Tag("slow")
  @Test
  void aLineReachesTheOptimumOnManyEvents() throws Exception {
    reachesTheLikelihoodRatio(LOGISTIC, "equal", 200_000, 0.002);
  }

  @Tag("slow")
  @Test
  void aNetworkReachesTheOptimumOnManyEvents() throws Exception {
    reachesTheLikelihoodRatio(MLP, "equal", 200_000, 0.002);
  }

  @Tag("slow")
  @Test
  void aNetworkReachesTheOptimumOfUnequalCovariances() throws Exception {
    reachesTheLikelihoodRatio(MLP, "unequal", 200_000, 0.002);
  }

  @Tag("slow")
  @Test
  void aNetworkIsWithinAThousandthOfTheOptimumOnAMillionEvents() throws Exception {
    reachesTheLikelihoodRatio(MLP, "equal", 1_000_000, 0.001);
    reachesTheLikelihoodRatio(MLP, "unequal", 1_000_000, 0.001);
  }
}
