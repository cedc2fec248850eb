import java.nio.file.Path;
import java.util.ArrayList;
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
 * Simple regret of our samplers after 30, 50 and 100 trials on the objectives of search.json, one
 * JSON line a run. Usage: SampleEfficiency REFERENCE_FOLDER SAMPLERS FUNCTIONS FIRST_SEED LAST_SEED;
 * lists joined by commas, "all" for every function.
 */
public final class SampleEfficiency {
  private static final List<Integer> BUDGETS = List.of(30, 50, 100);

  public static void main(String[] args) throws Exception {
    Path reference = Path.of(args[0]);
    List<String> only = args[2].equals("all") ? List.of() : List.of(args[2].split(","));
    int first = Integer.parseInt(args[3]);
    int last = Integer.parseInt(args[4]);
    for (SearchFunctions.Objective objective :
        SearchFunctions.read(
            reference.resolve("search.json"), reference.resolve("search_xgb_table.json"))) {
      if (only.isEmpty() || only.contains(objective.name())) {
        for (String id : args[1].split(",")) {
          IntStream.rangeClosed(first, last)
              .parallel()
              .mapToObj(seed -> line(id, objective, seed))
              .forEachOrdered(System.out::println);
        }
      }
    }
  }

  private static String line(String id, SearchFunctions.Objective objective, int seed) {
    double[] regrets = run(sampler(id), objective, seed);
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "{\"objective\": \"%s\", \"sampler\": \"%s\", \"seed\": %d",
                objective.name(),
                id,
                seed));
    for (int b = 0; b < regrets.length; b++) {
      line.append(", \"").append(BUDGETS.get(b)).append("\": ").append(regrets[b]);
    }
    return line.append('}').toString();
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
    double[] regrets = new double[BUDGETS.size()];
    double best = Double.POSITIVE_INFINITY;
    int total = BUDGETS.get(BUDGETS.size() - 1);
    for (int n = 0; n < total; n++) {
      Map<String, Object> setting =
          sampler.ask(
              new Study(objective.space(), false, total, List.copyOf(trials), new Seeds(seed)), n);
      double value = objective.function().applyAsDouble(setting);
      trials.add(new Trial(n, Trial.State.FINISHED, setting, value, 0, List.of(), ""));
      best = Math.min(best, value);
      int at = BUDGETS.indexOf(n + 1);
      if (at >= 0) {
        regrets[at] = best - objective.minimum();
      }
    }
    return regrets;
  }
}
