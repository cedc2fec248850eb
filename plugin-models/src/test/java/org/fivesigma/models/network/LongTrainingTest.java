package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.TrainingTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Many steps take no more memory than some, the native library's included. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class LongTrainingTest {
  private static final int EPOCHS = 25;
  private static final int STEPS_PER_EPOCH = 2000;
  private static final double MEGABYTE = 1 << 20;

  /** Resident memory of the process after a collection, in bytes. */
  private static double resident() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS");
  }

  @Test
  void fiftyThousandStepsDoNotGrow() throws IOException {
    Mlp mlp = new Mlp();
    mlp.hidden = List.of(64, 64, 64);
    mlp.batchSize = 32;
    mlp.dropout = 0.1;
    mlp.epochs = EPOCHS;
    List<Double> after = new ArrayList<>();
    TestContext context = new TestContext(3, 1);
    context.afterReport =
        () -> {
          try {
            after.add(resident());
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    TrainingTask task = Toy.task(32 * STEPS_PER_EPOCH, 500, 10, 2);
    try (Model model = mlp.trainer().fit(task, context)) {
      assertThat(model.facts()).containsEntry("steps", (long) EPOCHS * STEPS_PER_EPOCH);
    }
    assertThat(after).hasSize(EPOCHS);
    double start = after.get(4);
    double end = after.stream().skip(EPOCHS - 5).mapToDouble(x -> x).min().orElseThrow();
    System.out.printf(
        "resident memory: %.0f MB after 10,000 steps, %.0f MB after 50,000%n",
        start / MEGABYTE, end / MEGABYTE);
    assertThat((end - start) / MEGABYTE).as("growth over 40,000 steps, MB").isLessThan(25);
  }
}
