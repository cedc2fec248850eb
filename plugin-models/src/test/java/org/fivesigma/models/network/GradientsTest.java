package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.activation.Activation.Function;
import org.fivesigma.models.network.loss.CrossEntropy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients against differences of the loss along random directions, for every kind of layer. */
class GradientsTest {
  private record Case(Architecture architecture, Optional<Boolean> alphaDropout) {}

  static Stream<Case> cases() {
    Stream<Case> activations =
        Stream.of(Function.values())
            .map(
                f ->
                    new Case(
                        new Architecture(
                            5, List.of(7, 7), 1, new Activation(f, 0.3), false, Connections.PLAIN),
                        Optional.empty()));
    Activation tanh = new Activation(Function.TANH, 0);
    Stream<Case> layers =
        Stream.of(
            new Case(
                new Architecture(5, List.of(6, 6), 3, tanh, true, Connections.PLAIN),
                Optional.empty()),
            new Case(
                new Architecture(5, List.of(6, 6, 6), 1, tanh, false, Connections.RESIDUAL),
                Optional.empty()),
            new Case(
                new Architecture(5, List.of(6, 4), 3, tanh, true, Connections.DENSE),
                Optional.empty()),
            new Case(
                new Architecture(5, List.of(6, 6), 1, tanh, false, Connections.PLAIN),
                Optional.of(false)),
            new Case(
                new Architecture(
                    5,
                    List.of(6, 6),
                    1,
                    new Activation(Function.SELU, 0),
                    false,
                    Connections.PLAIN),
                Optional.of(true)),
            new Case(
                new Architecture(5, List.of(), 1, tanh, false, Connections.PLAIN),
                Optional.empty()),
            new Case(
                new Architecture(
                    7,
                    List.of(6, 4),
                    1,
                    tanh,
                    false,
                    Connections.DENSE,
                    List.of(
                        new Architecture.Embedding("a", 1, 3, 2),
                        new Architecture.Embedding("b", 4, 2, 1))),
                Optional.empty()));
    return Stream.concat(activations, layers);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areThoseOfTheLoss(Case c) {
    Architecture a = c.architecture();
    int rows = 40;
    SplittableRandom random = new SplittableRandom(11);
    float[] x = new float[rows * a.inputs()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    int[] labels = new int[rows];
    float[] weights = new float[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(a.outputs() == 1 ? 2 : a.outputs());
      weights[i] = (float) (random.nextDouble() * 3 - 0.5);
    }
    float[] w = new float[(int) a.parameters()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (0.5 * random.nextGaussian());
    }
    Optional<Dropout> dropout =
        c.alphaDropout().map(alpha -> new Dropout(0.3, alpha, a.hidden(), rows));
    try (Graph graph = new Graph(a);
        Gradients gradients = new Gradients(graph, dropout, rows)) {
      float[] gradient = new float[w.length];
      Loss loss = new Loss(gradients, graph, x, labels, weights, rows);
      loss.at(w, gradient);
      for (int direction = 0; direction < 6; direction++) {
        double[] u = new double[w.length];
        double length = 0;
        double slope = 0;
        for (int i = 0; i < u.length; i++) {
          u[i] = random.nextGaussian();
          length += u[i] * u[i];
        }
        for (int i = 0; i < u.length; i++) {
          u[i] /= Math.sqrt(length);
          slope += u[i] * gradient[i];
        }
        boolean kinked =
            switch (a.activation().function()) {
              case RELU, LEAKY_RELU, PRELU, SELU, ELU -> true;
              default -> false;
            };
        double h = kinked ? 1e-3 : 2e-2;
        // differences of fourth order, so that rounding of float32 stays below the tolerance
        double numeric =
            (8 * (loss.along(w, u, h) - loss.along(w, u, -h))
                    - (loss.along(w, u, 2 * h) - loss.along(w, u, -2 * h)))
                / (12 * h);
        double tolerance = kinked ? 1e-2 : 5e-4;
        assertThat(Math.abs(slope - numeric))
            .as("%s: %s against %s", a, slope, numeric)
            .isLessThan(tolerance * (0.1 + Math.abs(numeric)));
      }
    }
  }

  private record Loss(
      Gradients gradients, Graph graph, float[] x, int[] labels, float[] weights, int rows) {
    double at(float[] w, float[] gradient) {
      graph.parameters().put(0, w);
      int outputs = graph.architecture().outputs();
      double loss =
          gradients.batch(
              x,
              0,
              rows,
              (z, slope) -> new CrossEntropy().batch(z, outputs, labels, weights, rows, slope),
              new SplittableRandom(3));
      gradients.gradient(gradient);
      return loss;
    }

    double along(float[] w, double[] u, double h) {
      float[] moved = new float[w.length];
      for (int i = 0; i < w.length; i++) {
        moved[i] = (float) (w[i] + h * u[i]);
      }
      return at(moved, new float[w.length]);
    }
  }
}
