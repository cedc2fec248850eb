import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.metrics.significance.Formula;
import org.fivesigma.metrics.significance.SignificanceMetric;

/**
 * Bootstraps of the best AMS over all cuts; prints seconds, mean and standard deviation, and
 * leaves the events in a file for the peer. Arguments: events, replicas, threads, rounds, file.
 */
final class BestAmsBootstrap {
  public static void main(String[] args) throws Exception {
    int events = Integer.parseInt(args[0]);
    int replicas = Integer.parseInt(args[1]);
    int threads = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    SplittableRandom random = new SplittableRandom(1);
    int[] labels = new int[events];
    double[] scores = new double[events];
    double[] weights = new double[events];
    for (int i = 0; i < events; i++) {
      labels[i] = random.nextInt(3) == 0 ? 1 : 0;
      scores[i] = 1 / (1 + Math.exp(-(random.nextGaussian() + 2 * labels[i] - 1)));
      weights[i] = random.nextDouble() + 0.5;
    }
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(args[4])))) {
      for (int i = 0; i < events; i++) {
        out.writeDouble(labels[i]);
        out.writeDouble(scores[i]);
        out.writeDouble(weights[i]);
      }
    }
    double[] totals = {410999.8, 691.99};
    Rescaling rescaling = Rescaling.to(labels, totals);
    rescaling.rescale(weights);
    List<String> classes = List.of("background", "signal");
    Scored part =
        new Scored(
            "valid", classes, 1, labels, scores, weights, weights, labels, classes, Optional.empty());
    CutScan.Replicas[] found = new CutScan.Replicas[1];
    CutRule rule =
        (scan, context) -> {
          found[0] = scan.bootstrap(context);
          return Metric.CutChoice.NONE;
        };
    SignificanceMetric ams =
        new SignificanceMetric(
            new Formula.Ams(10),
            SignificanceMetric.Background.KNOWN,
            new SignificanceMetric.Cuts(rule, Optional.empty(), 10, replicas),
            Optional.empty());
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      long cpuStart = cpu();
      ams.chooseCut(part, new Metric.CutContext(new Seeds(round), threads, rescaling));
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuSeconds = (cpu() - cpuStart) / 1e9;
      double mean = Arrays.stream(found[0].values()).average().orElseThrow();
      double sd =
          Math.sqrt(
              Arrays.stream(found[0].values()).map(v -> (v - mean) * (v - mean)).sum()
                  / (replicas - 1));
      System.out.printf("%.3f s wall, %.3f s cpu, best AMS %.4f +- %.4f%n", seconds, cpuSeconds, mean, sd);
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
