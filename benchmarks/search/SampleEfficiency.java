import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.fivesigma.search.SearchFunctions;
import org.fivesigma.search.SearchPlugin;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;
import org.fivesigma.testing.OptionsForTests;

/**
 * Simple regret of our samplers after 30, 50 and 100 trials on the objectives of search.json, beside
 * what was measured of Optuna's. Usage: SampleEfficiency REFERENCE_FOLDER SAMPLERS SEEDS [FUNCTIONS
 * [FIRST_SEED]]; lists joined by commas.
 */
public final class SampleEfficiency {
  private static final int[] BUDGETS = {30, 50, 100};

  public static void main(String[] args) throws Exception {
    Path reference = Path.of(args[0]);
    int seeds = Integer.parseInt(args[2]);
    List<String> only = args.length > 3 && !args[3].equals("all") ? List.of(args[3].split(",")) : List.of();
    int first = args.length > 4 ? Integer.parseInt(args[4]) : 0;
    System.out.printf(
        "%-18s %-8s %28s %28s %28s %8s%n", "objective", "sampler", "30 (peer, p)", "50", "100", "s/run");
    for (SearchFunctions.Objective objective :
        SearchFunctions.read(
            reference.resolve("search.json"), reference.resolve("search_xgb_table.json"))) {
      if (!only.isEmpty() && !only.contains(objective.name())) {
        continue;
      }
      for (String id : args[1].split(",")) {
        double[][] regrets = new double[seeds][];
        double[] seconds = new double[seeds];
        IntStream.range(0, seeds)
            .parallel()
            .forEach(
                s -> {
                  long start = System.nanoTime();
                  regrets[s] = run(sampler(id), objective, first + s);
                  seconds[s] = (System.nanoTime() - start) / 1e9;
                });
        StringBuilder line = new StringBuilder();
        JsonNode peer =
            objective
                .reference()
                .get("optuna")
                .get(
                    id.startsWith("tpe")
                        ? "TPESampler_default"
                        : id.equals("random") || id.equals("sobol") ? "RandomSampler" : "GPSampler");
        for (int b = 0; b < BUDGETS.length; b++) {
          int at = b;
          double[] ours = Arrays.stream(regrets).mapToDouble(r -> r[at]).toArray();
          JsonNode p = peer.get(String.valueOf(BUDGETS[b]));
          double[] theirs =
              IntStream.range(0, p.get("regret_per_seed").size())
                  .mapToDouble(i -> p.get("regret_per_seed").get(i).asDouble())
                  .toArray();
          double m = median(ours);
          double t = median(theirs);
          line.append(
              String.format(
                  Locale.ROOT,
                  " %9.3g %s%9.3g p=%.2g",
                  m,
                  m <= t ? "<" : ">",
                  t,
                  worse(ours, theirs)));
          while (line.length() % 29 != 0) {
            line.append(' ');
          }
        }
        System.out.printf(
            Locale.ROOT, "%-18s %-8s%s %8.2f%n", objective.name(), id, line, median(seconds));
        System.out.flush();
      }
    }
  }

  private static Sampler sampler(String id) {
    for (Extension<?> e : new SearchPlugin().extensions()) {
      if (e.kind().equals(Sampler.KIND) && e.id().equals(id)) {
        return (Sampler)
            e.factory()
                .apply(
                    e.options().equals(Extension.NoOptions.class)
                        ? new Extension.NoOptions()
                        : OptionsForTests.of(e.options(), Map.of()));
      }
    }
    throw new IllegalArgumentException("no sampler " + id);
  }

  private static double[] run(Sampler sampler, SearchFunctions.Objective objective, int seed) {
    List<Trial> trials = new ArrayList<>();
    double[] regrets = new double[BUDGETS.length];
    double best = Double.POSITIVE_INFINITY;
    int total = BUDGETS[BUDGETS.length - 1];
    for (int n = 0; n < total; n++) {
      Map<String, Object> setting =
          sampler.ask(
              new Study(objective.space(), false, total, List.copyOf(trials), new Seeds(seed)), n);
      double value = objective.function().applyAsDouble(setting);
      trials.add(new Trial(n, Trial.State.FINISHED, setting, value, 0, List.of(), ""));
      best = Math.min(best, value);
      for (int b = 0; b < BUDGETS.length; b++) {
        if (BUDGETS[b] == n + 1) {
          regrets[b] = best - objective.minimum();
        }
      }
    }
    return regrets;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
  }

  /** One-sided rank-sum probability that ours would be as much larger than theirs by chance. */
  private static double worse(double[] ours, double[] theirs) {
    double u = 0;
    for (double a : ours) {
      for (double b : theirs) {
        u += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    double n = ours.length;
    double m = theirs.length;
    double z = (u - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
    return 0.5 * org.hipparchus.special.Erf.erfc(z / Math.sqrt(2));
  }
}
