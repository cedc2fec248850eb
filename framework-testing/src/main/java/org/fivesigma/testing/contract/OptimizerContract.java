package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Optimizer.Rates;
import org.fivesigma.spi.model.Optimizer.Updater;
import org.fivesigma.spi.plugin.Extension;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Optimizer} does: it makes a quadratic form small, the same way twice, alike in
 * single and double precision, and goes on exactly from a checkpoint.
 */
public abstract class OptimizerContract extends KindContract<Optimizer> {
  private static final int STEPS = 400;
  private static final double[] CURVATURE = {1, 3, 0.5, 2, 1.5};

  /** The contract of kind {@code optimizer}. */
  protected OptimizerContract() {
    super(Optimizer.KIND);
  }

  /** The learning rate for one that has none of its own. */
  protected double learningRate(String id) {
    return 0.01;
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Optimizer> extension) {
    return Stream.of(
        holds("it goes downhill", () -> downhill(extension)),
        holds("the same steps twice give the same bits", () -> repeats(extension)),
        holds("single precision follows double precision", () -> precisions(extension)),
        holds("it goes on from a checkpoint bit for bit", () -> goesOn(extension)));
  }

  private Rates rates(Extension<Optimizer> extension, int step) {
    double own = create(extension).learningRate().orElse(learningRate(extension.id()));
    assertThat(own).isPositive().isFinite();
    return new Rates(own, OptionalDouble.empty(), step / 100);
  }

  private static double[] start() {
    return new double[] {1, -2, 3, -1, 0.5};
  }

  private static double height(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += CURVATURE[i] * x[i] * x[i] / 2;
    }
    return sum;
  }

  private static double[] slope(double[] x) {
    double[] gradient = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      gradient[i] = CURVATURE[i] * x[i];
    }
    return gradient;
  }

  private void run(Extension<Optimizer> extension, Updater updater, double[] x, int from, int to) {
    for (int step = from; step < to; step++) {
      updater.step(x, slope(x), rates(extension, step));
    }
  }

  private void downhill(Extension<Optimizer> extension) {
    double[] x = start();
    run(extension, create(extension).start(x.length), x, 0, STEPS);
    assertThat(height(x)).isLessThan(0.8 * height(start()));
  }

  private void repeats(Extension<Optimizer> extension) {
    double[] first = start();
    run(extension, create(extension).start(first.length), first, 0, STEPS);
    double[] second = start();
    run(extension, create(extension).start(second.length), second, 0, STEPS);
    assertThat(second).isEqualTo(first);
  }

  private void precisions(Extension<Optimizer> extension) {
    double[] x = start();
    float[] y = floats(x);
    Updater one = create(extension).start(x.length);
    Updater other = create(extension).start(x.length);
    for (int step = 0; step < 50; step++) {
      one.step(x, slope(x), rates(extension, step));
      double[] wide = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        wide[i] = y[i];
      }
      other.step(y, floats(slope(wide)), rates(extension, step));
    }
    for (int i = 0; i < x.length; i++) {
      assertThat((double) y[i]).isCloseTo(x[i], within(1e-3));
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private void goesOn(Extension<Optimizer> extension) throws IOException {
    double[] whole = start();
    run(extension, create(extension).start(whole.length), whole, 0, 40);
    double[] parts = start();
    Updater before = create(extension).start(parts.length);
    run(extension, before, parts, 0, 17);
    Updater after = Persistence.carry(before, create(extension).start(parts.length));
    run(extension, after, parts, 17, 40);
    assertThat(parts).isEqualTo(whole);
  }
}
