package org.fivesigma.models.network.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.fivesigma.models.network.Golden;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.model.Schedule.Course;
import org.fivesigma.spi.model.Schedule.Setting;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.plugin.Extension.NoOptions;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final Optional<Double> ALL = Optional.empty();
  private final JsonNode golden = Golden.optimisers().get("schedules");

  private void same(String name, Schedule schedule, double rate, long steps, int upTo) {
    Course course = schedule.start(new Setting(rate, 1, steps));
    JsonNode expected = golden.get(name);
    for (int k = 0; k < upTo; k++) {
      assertThat(Golden.distance(course.learningRate(k), expected.get("lr").get(k).asDouble()))
          .as("%s at %d: %s", name, k, course.learningRate(k))
          .isLessThan(1e-12);
      if (expected.has("momentum")) {
        double momentum = course.momentum(k).orElseThrow();
        assertThat(Golden.distance(momentum, expected.get("momentum").get(k).asDouble()))
            .as("momentum of %s at %d", name, k)
            .isLessThan(1e-12);
      }
    }
  }

  private static OneCycle oneCycle(
      double pct, double div, double finalDiv, OneCycle.Anneal anneal, boolean three) {
    return new OneCycle(
        new OneCycle.OneCycleOptions(pct, div, finalDiv, anneal, three, true, 0.95, 0.85, ALL));
  }

  @Test
  void oneCycleIsTorchs() {
    same("OneCycleLR_cos", oneCycle(0.3, 25, 1e4, OneCycle.Anneal.COS, false), 0.1, 61, 61);
    same("OneCycleLR_linear", oneCycle(0.4, 10, 100, OneCycle.Anneal.LINEAR, false), 0.1, 61, 61);
    same("OneCycleLR_three_phase", oneCycle(0.3, 25, 1e4, OneCycle.Anneal.COS, true), 0.1, 61, 61);
    Course course = oneCycle(0.3, 25, 1e4, OneCycle.Anneal.COS, false).start(new Setting(1, 1, 40));
    assertThat(course.learningRate(100)).isEqualTo(course.learningRate(39));
  }

  @Test
  void cosineIsTorchsUpToItsEndAndThenStays() {
    same("CosineAnnealingLR", Cosine.once(new Cosine.CosineOptions(1e-4, ALL)), 0.1, 60, 61);
    same(
        "CosineAnnealingLR_beyond_T_max",
        Cosine.once(new Cosine.CosineOptions(1e-4, Optional.of(20.0))),
        0.1,
        60,
        21);
    Course course =
        Cosine.once(new Cosine.CosineOptions(1e-4, Optional.of(20.0)))
            .start(new Setting(0.1, 1, 60));
    assertThat(course.learningRate(55)).isEqualTo(course.learningRate(20));
  }

  @Test
  void restartsAreTorchs() {
    same(
        "CosineAnnealingWarmRestarts",
        Cosine.restarts(new Cosine.RestartOptions(10, 2, 1e-3)),
        0.1,
        61,
        61);
    same(
        "CosineAnnealingWarmRestarts_T_mult_1",
        Cosine.restarts(new Cosine.RestartOptions(15, 1, 0)),
        0.1,
        61,
        61);
  }

  private static Cyclic cyclic(Cyclic.Mode mode, double up, double down, double gamma) {
    return new Cyclic(
        new Cyclic.CyclicOptions(
            mode, Optional.of(1e-3), up, Optional.of(down), gamma, true, 0.9, 0.8));
  }

  @Test
  void cyclesAreTorchs() {
    same("CyclicLR_triangular", cyclic(Cyclic.Mode.TRIANGULAR, 8, 8, 1), 0.01, 61, 61);
    same("CyclicLR_triangular_up5_down12", cyclic(Cyclic.Mode.TRIANGULAR, 5, 12, 1), 0.01, 61, 61);
    same("CyclicLR_triangular2", cyclic(Cyclic.Mode.TRIANGULAR2, 8, 8, 1), 0.01, 61, 61);
    same("CyclicLR_exp_range", cyclic(Cyclic.Mode.EXP_RANGE, 8, 8, 0.97), 0.01, 61, 61);
  }

  @Test
  void aCyclesMomentumGoesAgainstTheLearningRate() {
    Course course = cyclic(Cyclic.Mode.TRIANGULAR, 8, 8, 1).start(new Setting(0.01, 1, 60));
    assertThat(course.momentum(0)).hasValue(0.9);
    assertThat(course.momentum(8).orElseThrow())
        .isCloseTo(0.8, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(course.momentum(12).orElseThrow())
        .isCloseTo(0.85, org.assertj.core.data.Offset.offset(1e-12));
  }

  @Test
  void decaysAreTorchs() {
    same(
        "ExponentialLR",
        Decay.exponential(new Decay.ExponentialOptions(1 / 0.95, Per.STEP, 0)),
        0.1,
        61,
        61);
    same("StepLR", Decay.step(new Decay.StepOptions(15, 0.3, Per.STEP)), 0.1, 61, 61);
  }

  @Test
  void decaysCountEpochsOrStepsAndKeepTheirFloor() {
    Setting setting = new Setting(0.05, 10, 1000);
    Course perEpoch =
        Decay.exponential(new Decay.ExponentialOptions(2, Per.EPOCH, 1e-3)).start(setting);
    assertThat(perEpoch.learningRate(9)).isEqualTo(0.05);
    assertThat(perEpoch.learningRate(10)).isEqualTo(0.025);
    assertThat(perEpoch.learningRate(999)).isEqualTo(1e-3);
    Course inverse = Decay.inverse(new Decay.InverseOptions(0.1, Per.STEP, 0)).start(setting);
    assertThat(inverse.learningRate(10)).isEqualTo(0.025);
    Course baldi =
        Decay.exponential(new Decay.ExponentialOptions(1.0000002, Per.STEP, 1e-6)).start(setting);
    assertThat(baldi.learningRate(1_000_000))
        .isCloseTo(0.05 * Math.exp(-0.2), org.assertj.core.data.Offset.offset(1e-8));
    assertThat(baldi.learningRate(1_000_000_000L)).isEqualTo(1e-6);
  }

  @Test
  void warmupRisesToTheScheduleAfterIt() {
    Schedule then = Decay.step(new Decay.StepOptions(5, 0.5, Per.STEP));
    Warmup constant = warmup(new Constant());
    same("LinearLR_warmup", constant, 0.1, 61, 61);
    Course course = warmup(then).start(new Setting(0.1, 1, 61));
    assertThat(course.learningRate(12)).isEqualTo(0.1);
    assertThat(course.learningRate(17)).isEqualTo(0.05);
  }

  private static Warmup warmup(Schedule then) {
    return new Warmup(
        new Warmup.WarmupOptions(
            1, Optional.of(12), 0.1, new Configured<>("then", new NoOptions(), options -> then)));
  }

  private void plateau(String name, boolean maximise, ReduceOnPlateau.PlateauOptions options) {
    Course course = new ReduceOnPlateau(options).start(new Setting(0.1, 1, 61));
    JsonNode expected = golden.get(name);
    for (int k = 0; k < 61; k++) {
      assertThat(Golden.distance(course.learningRate(k), expected.get("lr").get(k).asDouble()))
          .as("%s at %d", name, k)
          .isLessThan(1e-12);
      if (k < 60) {
        course.epochEnded(expected.get("metric").get(k).asDouble(), maximise);
      }
    }
  }

  @Test
  void plateausAreTorchs() {
    ReduceOnPlateau.ThresholdMode rel = ReduceOnPlateau.ThresholdMode.REL;
    plateau(
        "ReduceLROnPlateau",
        false,
        new ReduceOnPlateau.PlateauOptions("valid/loss", 0.5, 3, 1e-4, rel, 2, 1e-3));
    plateau(
        "ReduceLROnPlateau_abs",
        false,
        new ReduceOnPlateau.PlateauOptions(
            "valid/loss", 0.1, 5, 0.002, ReduceOnPlateau.ThresholdMode.ABS, 0, 0));
    plateau(
        "ReduceLROnPlateau_max",
        true,
        new ReduceOnPlateau.PlateauOptions("valid/auc", 0.5, 2, 1e-4, rel, 0, 0));
  }
}
