import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.fivesigma.search.SearchPlugin;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.fivesigma.spi.search.Trial;
import org.fivesigma.testing.OptionsForTests;

/**
 * CPU seconds of one suggestion after so many random trials of ten numbers. Usage: SuggestionTime
 * SAMPLER TRIALS REPEATS; prints the median.
 */
public final class SuggestionTime {
  public static void main(String[] args) {
    int n = Integer.parseInt(args[1]);
    int repeats = Integer.parseInt(args[2]);
    List<Parameter> space = new ArrayList<>();
    for (int j = 0; j < 10; j++) {
      space.add(new Parameter("x" + j, new Domain.Floats(0, 1, false, 0), Map.of()));
    }
    SplittableRandom random = new SplittableRandom(1);
    List<Trial> trials = new ArrayList<>();
    double[] seconds = new double[repeats];
    Sampler sampler = sampler(args[0]);
    for (int i = 0; i < n + repeats; i++) {
      Map<String, Object> setting = new java.util.LinkedHashMap<>();
      double value = 0;
      if (i >= n) {
        long start = cpu();
        setting.putAll(
            sampler.ask(new Study(space, false, n + repeats, List.copyOf(trials), new Seeds(1)), i));
        seconds[i - n] = (cpu() - start) / 1e9;
      }
      for (int j = 0; j < 10; j++) {
        setting.putIfAbsent("x" + j, random.nextDouble());
        value += Math.pow((Double) setting.get("x" + j) - 0.3 - 0.04 * j, 2);
      }
      trials.add(new Trial(i, Trial.State.FINISHED, setting, value, 0, List.of(), ""));
    }
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT, "%s %d %.5f (longest %.4f)%n", args[0], n, seconds[repeats / 2], seconds[repeats - 1]);
  }

  private static long cpu() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
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
}
