package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.optimizer.TorchSettings;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Optimizer.Rates;
import org.junit.jupiter.api.Test;

/** Optimisers on the parameters' own memory against torch's and against those in Java. */
class NativeUpdaterTest {
  private static final Activation TANH = new Activation(Activation.Function.TANH, 0);

  /** A network with so many parameters, as a place for a flat vector, and its optimiser. */
  private static final class Vector implements AutoCloseable {
    private final Graph graph;
    private final NDManager scope;
    private final ByteBuffer slope;
    private final NDArray gradient;
    private NativeUpdater updater;
    private final Optimizer optimizer;

    Vector(int size, Optimizer optimizer) {
      Torch.prepare();
      this.optimizer = optimizer;
      this.graph =
          new Graph(new Architecture(size - 1, List.of(), 1, TANH, false, Connections.PLAIN));
      this.scope = graph.scope();
      this.slope = Torch.bytes(scope, size);
      this.gradient = Torch.array(scope, slope, size);
      renew();
    }

    void renew() {
      updater = NativeUpdater.of(optimizer, graph.parameters().capacity(), scope);
    }

    void step(float[] g, Rates rates) {
      slope.asFloatBuffer().put(0, g);
      updater.step(graph, gradient, rates);
    }

    float[] values() {
      float[] values = new float[graph.parameters().capacity()];
      graph.parameters().get(0, values);
      return values;
    }

    @Override
    public void close() {
      scope.close();
      graph.close();
    }
  }

  @Test
  void overTenStepsTheyAreTorchs() {
    JsonNode quadratic = Golden.optimisers().get("quadratic");
    double[] start = Golden.doubles(quadratic.get("start"));
    double[] b = Golden.doubles(quadratic.get("b"));
    TorchSettings.all()
        .forEach(
            (name, optimizer) -> {
              try (Vector vector = new Vector(start.length, optimizer)) {
                float[] g = new float[start.length];
                for (int i = 0; i < start.length; i++) {
                  vector.graph.parameters().put(i, (float) start[i]);
                }
                for (int step = 1; step <= 10; step++) {
                  float[] t = vector.values();
                  for (int i = 0; i < t.length; i++) {
                    double sum = -b[i];
                    for (int j = 0; j < t.length; j++) {
                      sum += quadratic.get("A").get(i).get(j).asDouble() * t[j];
                    }
                    g[i] = (float) sum;
                  }
                  vector.step(g, Rates.of(optimizer.learningRate().orElseThrow()));
                }
                double[] reference =
                    Golden.doubles(quadratic.get("optimisers").get(name).get("10"));
                for (int i = 0; i < start.length; i++) {
                  assertThat(Golden.distance(vector.values()[i], reference[i]))
                      .as(name)
                      .isLessThan(1e-6);
                }
              }
            });
  }

  /** Rates of a schedule that moves the momentum, too, as one_cycle does. */
  private static Rates rates(int step) {
    return new Rates(0.01 + 0.002 * step, OptionalDouble.of(0.95 - 0.01 * step), 0);
  }

  private static void twelveSteps(Optimizer optimizer, BiConsumer<Vector, Integer> between) {
    try (Vector one = new Vector(37, optimizer)) {
      float[] expected = new float[37];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) Math.sin(i);
      }
      one.graph.parameters().put(0, expected);
      Optimizer.Updater java = optimizer.start(37);
      for (int step = 0; step < 12; step++) {
        float[] g = new float[37];
        for (int i = 0; i < g.length; i++) {
          g[i] = (float) Math.cos(3 * i + step) / (1 + i);
        }
        between.accept(one, step);
        one.step(g, rates(step));
        java.step(expected, g.clone(), rates(step));
      }
      for (int i = 0; i < expected.length; i++) {
        assertThat(Golden.distance(one.values()[i], expected[i]))
            .as("%s", optimizer)
            .isLessThan(1e-6);
      }
    }
  }

  @Test
  void underAScheduleOfRateAndMomentumTheyTakeTheStepsOfThoseInJava() {
    TorchSettings.all().values().forEach(optimizer -> twelveSteps(optimizer, (vector, step) -> {}));
  }

  @Test
  void aSavedStateGoesOn() {
    TorchSettings.all()
        .values()
        .forEach(
            optimizer ->
                twelveSteps(
                    optimizer,
                    (vector, step) -> {
                      if (step == 5) {
                        saveAndLoad(vector);
                      }
                    }));
  }

  private static void saveAndLoad(Vector vector) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      vector.updater.save(new DataOutputStream(bytes));
      vector.renew();
      vector.updater.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
