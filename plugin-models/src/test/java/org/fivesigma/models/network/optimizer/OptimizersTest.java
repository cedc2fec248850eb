package org.fivesigma.models.network.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import org.fivesigma.models.network.Golden;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Optimizer.Rates;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.plugin.Extension.NoOptions;
import org.junit.jupiter.api.Test;

class OptimizersTest {
  private static Adadelta adadelta() {
    return new Adadelta(new Adadelta.AdadeltaOptions(1.0, 0.9, 1e-6, 0));
  }

  private static Lookahead lookahead(Optimizer inner, int every, double part) {
    return new Lookahead(
        new Lookahead.LookaheadOptions(
            new Configured<>("inner", new NoOptions(), o -> inner), every, part));
  }

  @Test
  void adadeltaMeasuresStepsInUnitsOfEarlierSteps() {
    double[] w = {0};
    Optimizer.Updater updater = adadelta().start(1);
    updater.step(w, new double[] {2}, Rates.of(1));
    double first = Math.sqrt(1e-6 / (0.1 * 4 + 1e-6)) * 2;
    assertThat(w[0]).isCloseTo(-first, org.assertj.core.data.Offset.offset(1e-15));
    updater.step(w, new double[] {-1}, Rates.of(1));
    double square = 0.9 * 0.1 * 4 + 0.1;
    double second = Math.sqrt((0.1 * first * first + 1e-6) / (square + 1e-6));
    assertThat(w[0]).isCloseTo(-first + second, org.assertj.core.data.Offset.offset(1e-15));
  }

  @Test
  void lookaheadDrawsEveryFewStepsBack() {
    Optimizer.Updater updater = lookahead(TorchSettings.sgd(0, false, 0, 0), 2, 0.25).start(1);
    double[] w = {1};
    float[] narrow = {1};
    Optimizer.Updater other = lookahead(TorchSettings.sgd(0, false, 0, 0), 2, 0.25).start(1);
    double[] expected = {
      0, 0.5, -0.5, 0, -1, -0.5
    }; // fast steps of −1; each second a quarter of the way
    for (double next : expected) {
      updater.step(w, new double[] {20}, Rates.of(0.05));
      other.step(narrow, new float[] {20}, Rates.of(0.05));
      assertThat(w[0]).isCloseTo(next, org.assertj.core.data.Offset.offset(1e-12));
      assertThat((double) narrow[0]).isCloseTo(next, org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  /** Derivative of ½ t'At − b't. */
  private static void gradient(JsonNode quadratic, double[] t, double[] g) {
    for (int i = 0; i < t.length; i++) {
      g[i] = -quadratic.get("b").get(i).asDouble();
      for (int j = 0; j < t.length; j++) {
        g[i] += quadratic.get("A").get(i).get(j).asDouble() * t[j];
      }
    }
  }

  @Test
  void inDoubleTheyAreTorchsOverAHundredSteps() {
    JsonNode quadratic = Golden.optimisers().get("quadratic");
    TorchSettings.all()
        .forEach(
            (name, optimizer) -> {
              JsonNode expected = quadratic.get("optimisers").get(name);
              double[] t = Golden.doubles(quadratic.get("start"));
              double[] g = new double[t.length];
              Optimizer.Updater updater = optimizer.start(t.length);
              for (int step = 1; step <= 100; step++) {
                gradient(quadratic, t, g);
                updater.step(t, g, Rates.of(optimizer.learningRate().orElseThrow()));
                if (expected.has(String.valueOf(step))) {
                  double[] reference = Golden.doubles(expected.get(String.valueOf(step)));
                  double tolerance = step <= 10 ? 1e-12 : 1e-9;
                  for (int i = 0; i < t.length; i++) {
                    assertThat(Golden.distance(t[i], reference[i]))
                        .as("%s step %d", name, step)
                        .isLessThan(tolerance);
                  }
                }
              }
            });
  }

  @Test
  void inSinglePrecisionTheyAgreeOverTenSteps() {
    JsonNode quadratic = Golden.optimisers().get("quadratic");
    TorchSettings.all()
        .forEach(
            (name, optimizer) -> {
              double[] start = Golden.doubles(quadratic.get("start"));
              float[] t = new float[start.length];
              for (int i = 0; i < t.length; i++) {
                t[i] = (float) start[i];
              }
              Optimizer.Updater updater = optimizer.start(t.length);
              double[] wide = new double[t.length];
              double[] g = new double[t.length];
              float[] narrow = new float[t.length];
              for (int step = 1; step <= 10; step++) {
                for (int i = 0; i < t.length; i++) {
                  wide[i] = t[i];
                }
                gradient(quadratic, wide, g);
                for (int i = 0; i < t.length; i++) {
                  narrow[i] = (float) g[i];
                }
                updater.step(t, narrow, Rates.of(optimizer.learningRate().orElseThrow()));
              }
              double[] reference = Golden.doubles(quadratic.get("optimisers").get(name).get("10"));
              for (int i = 0; i < t.length; i++) {
                assertThat(Golden.distance(t[i], reference[i])).as(name).isLessThan(1e-6);
              }
            });
  }

  @Test
  void aSavedStateGoesOnBitForBit() throws IOException {
    Map<String, Optimizer> all = TorchSettings.all();
    all.put("adadelta", adadelta());
    all.put("lookahead", lookahead(TorchSettings.all().get("Adam"), 3, 0.5));
    for (Map.Entry<String, Optimizer> entry : all.entrySet()) {
      float[] straight = {1, -2, 3, 0.5f};
      float[] broken = straight.clone();
      Optimizer.Updater one = entry.getValue().start(4);
      Optimizer.Updater two = entry.getValue().start(4);
      for (int step = 0; step < 12; step++) {
        if (step == 5) {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          two.save(new DataOutputStream(bytes));
          two = entry.getValue().start(4);
          two.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        }
        Rates rates = new Rates(0.05, OptionalDouble.of(0.95 - 0.01 * step), 0);
        one.step(straight, straight.clone(), rates);
        two.step(broken, broken.clone(), rates);
      }
      assertThat(broken).as(entry.getKey()).isEqualTo(straight);
    }
  }

  @Test
  void aMomentumRampIsLinearInEpochsAndThenStays() {
    Sgd.Momentum ramp = new Sgd.Momentum("linear", 0, 0.9, 0.99, 200);
    assertThat(ramp.at(0)).isEqualTo(0.9);
    assertThat(ramp.at(100)).isCloseTo(0.945, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(ramp.at(500)).isEqualTo(0.99);
    Sgd sgd = new Sgd(new Sgd.SgdOptions(0.1, ramp, false, 0, 0));
    double[] w = {0};
    Optimizer.Updater updater = sgd.start(1);
    updater.step(w, new double[] {1}, new Rates(0.1, OptionalDouble.empty(), 0));
    updater.step(w, new double[] {1}, new Rates(0.1, OptionalDouble.empty(), 200));
    // buffer 1, then 0.99 · 1 + 1
    assertThat(w[0]).isCloseTo(-0.1 - 0.199, org.assertj.core.data.Offset.offset(1e-15));
  }

  @Test
  void nesterovWithoutMomentumIsRefused() {
    assertThat(new Sgd.SgdOptions(0.1, Sgd.Momentum.constant(0), true, 0, 0).check())
        .singleElement()
        .satisfies(e -> assertThat(e.key()).contains("nesterov"));
    assertThat(new Adam.AdamOptions(-1.0, 0.9, 0.999, 1e-8, 0, false).check()).hasSize(1);
    assertThat(new Adam.AdamOptions("find", 0.9, 0.999, 1e-8, 0, false).check()).isEmpty();
  }
}
