package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Study;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pruned trials free their memory at once: a study in a process of its own, all but the first of
 * whose trials are pruned, needs no more memory for its last trials than for its first ones. The
 * heap is touched in full before, so that the process grows by native memory alone; the collector
 * is not called between trials, so that what waits for it counts.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class PrunedTrialsMemoryIT {
  private static final int TRIALS = 40;

  /** Trials at the start that may fill caches. */
  private static final int FIRST = 16;

  /** Trials whose median counts. */
  private static final int LAST = 8;

  private static final double MEGABYTE = 1 << 20;

  /** A trial that was kept would cost some megabytes in each of sixteen trials. */
  private static final double MOST_GROWTH = 24 * MEGABYTE;

  @TempDir private Path folder;

  /** Prunes at the third report and writes down the memory of the process at the first one. */
  record Probe(Options options) implements Pruner {
    record Options(@Option(description = "Where to write.") Path file) {}

    @Override
    public boolean prune(Study study, int number) {
      int reports =
          study.trials().stream()
              .filter(t -> t.number() == number)
              .mapToInt(t -> t.intermediate().size())
              .sum();
      if (reports == 1) {
        double resident = resident();
        boolean collected = number == FIRST || number == TRIALS - 1;
        if (collected) {
          System.gc();
        }
        Runtime heap = Runtime.getRuntime();
        write(
            String.format(
                Locale.ROOT,
                "%d %.0f %.0f%n",
                number,
                resident,
                collected ? (double) (heap.totalMemory() - heap.freeMemory()) : Double.NaN));
      }
      return number > 0 && reports >= 3;
    }

    private void write(String line) {
      try {
        Files.writeString(
            options.file(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static double resident() {
      try (var lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines
            .filter(l -> l.startsWith("VmRSS:"))
            .mapToDouble(l -> 1024 * Double.parseDouble(l.replaceAll("[^0-9]", "")))
            .sum();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Offers the probe to the process that is measured. */
  public static final class ProbePlugin implements Plugin {
    @Override
    public String name() {
      return "memory-probe";
    }

    @Override
    public List<Extension<?>> extensions() {
      return List.of(
          Extension.of(Pruner.KIND, "probe", "Measures memory.", Probe.Options.class, Probe::new));
    }
  }

  private record Measured(List<Double> resident, List<Double> heap) {}

  private Measured study(int events, String model, String space) throws Exception {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        name: memory
        seed: 3
        threads: 2
        data:
          source: {type: toy, events: %d}
          label: {column: label, signal: signal}
          weight: weight
        split: {type: random, fractions: {train: 0.8, valid: 0.1, test: 0.1}}
        evaluate: {metrics: [auc], bootstrap: 0, plots: none}
        model: %s
        tune:
          sampler: random
          objective: valid/auc
          trials: %d
          parallel: 1
          pruner: {type: probe, file: %s}
          space: {%s}
        """
            .formatted(events, model, TRIALS, folder.resolve("memory.txt"), space));
    Path services = Files.createDirectories(folder.resolve("probe/META-INF/services"));
    Files.writeString(services.resolve(Plugin.class.getName()), ProbePlugin.class.getName() + "\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms400m",
                "-Xmx400m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                folder.resolve("probe")
                    + java.io.File.pathSeparator
                    + System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "e.yaml",
                "--out",
                "run",
                "--quiet")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("out.txt"))).isZero();
    long pruned =
        Files.readAllLines(folder.resolve("run/trials.jsonl")).stream()
            .filter(l -> l.contains("\"pruned\""))
            .count();
    assertThat(pruned).isEqualTo(TRIALS - 1);
    List<Double> resident = new ArrayList<>();
    List<Double> heap = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("memory.txt"))) {
      String[] fields = line.split(" ", -1);
      resident.add(Double.parseDouble(fields[1]));
      if (!fields[2].equals("NaN")) {
        heap.add(Double.parseDouble(fields[2]));
      }
    }
    assertThat(resident).hasSize(TRIALS);
    return new Measured(resident, heap);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void doesNotGrow(Measured measured) {
    List<Double> resident = measured.resident();
    double first = median(resident.subList(FIRST, FIRST + LAST));
    double last = median(resident.subList(TRIALS - LAST, TRIALS));
    String all =
        resident.stream().map(r -> String.format(Locale.ROOT, "%.0f", r / MEGABYTE)).toList()
            + " MB resident, heap "
            + measured.heap().stream()
                .map(h -> String.format(Locale.ROOT, "%.0f", h / MEGABYTE))
                .toList();
    System.out.println(all);
    assertThat(last - first).as(all).isLessThan(MOST_GROWTH);
    assertThat(measured.heap()).hasSize(2);
    assertThat(measured.heap().get(1) - measured.heap().get(0)).as(all).isLessThan(8 * MEGABYTE);
  }

  @Test
  void prunedTreesLeaveNothingBehind() throws Exception {
    doesNotGrow(
        study(
            60_000,
            "{type: xgboost, num_boost_round: 4, max_depth: 8}",
            "model.eta: {float: [0.05, 0.3]}, model.max_depth: {int: [6, 8]}"));
  }

  @Test
  void prunedNetworksLeaveNothingBehind() throws Exception {
    doesNotGrow(
        study(
            800,
            "{type: mlp, hidden: [700, 700, 700], epochs: 4, batch_size: 320,"
                + " preprocess: [{type: impute}, {type: standard_scale}]}",
            "model.optimizer.learning_rate: {float: [0.0001, 0.01], log: true}"));
  }
}
