package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.Trainer.TrainingPlan;
import org.fivesigma.spi.model.TrainingTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {
  @TempDir Path folder;

  @Test
  void instructionsAreReadFromTheProcessorsDescription() throws IOException {
    Path file = folder.resolve("cpuinfo");
    Files.writeString(file, "flags\t: fpu avx512f avx512_bf16 sse2\n");
    assertThat(Precision.bfloat16(file)).isTrue();
    Files.writeString(file, "flags\t: fpu avx512f avx512_bf160 sse2\n");
    assertThat(Precision.bfloat16(file)).isFalse();
    assertThat(Precision.bfloat16(folder.resolve("none"))).isFalse();
  }

  @Test
  void bfloat16TrainsAsWellAndReproducibly() {
    assumeTrue(Precision.bfloat16(Path.of("/proc/cpuinfo")), "no bfloat16 instructions here");
    Mlp mlp = new Mlp();
    mlp.hidden = List.of(64, 64, 64);
    mlp.epochs = 5;
    TrainingTask task = Toy.task(3000, 2000, 6, 2);
    Sample valid = task.valid().orElseThrow();
    double full = Toy.auc(scores(mlp, task), valid.labels());
    mlp.precision = Precision.BFLOAT16_MIXED;
    double[] first = scores(mlp, task);
    assertThat(Toy.auc(first, valid.labels())).isBetween(full - 0.01, full + 0.01);
    assertThat(scores(mlp, task)).isEqualTo(first);
  }

  private static double[] scores(Mlp mlp, TrainingTask task) {
    try (Model model = mlp.trainer().fit(task, new TestContext(4, 1))) {
      return model.predict(new PredictionInput(task.valid().orElseThrow().features(), 1));
    }
  }

  @Test
  void aDeviceThatIsNotThereIsRefusedWithWhatIsThere() {
    TestContext context = new TestContext(1, 1);
    context.devices = List.of("cuda:7");
    assertThatThrownBy(() -> new Mlp().trainer().fit(Toy.task(100, 0, 4, 2), context))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.code()).isEqualTo("no-such-device");
              assertThat(e).hasMessageContaining("found: cpu");
              assertThat(e.hint().orElseThrow()).contains("PYTORCH_LIBRARY_PATH");
            });
    TrainingPlan plan =
        new TrainingPlan(List.of(), List.of(), false, List.of("cpu", "cuda:9"), true);
    assertThat(new Mlp().trainer().check(plan)).hasSize(1);
    TrainingPlan auto = new TrainingPlan(List.of(), List.of(), false, List.of("auto"), true);
    assertThat(new Mlp().trainer().check(auto)).isEmpty();
  }
}
