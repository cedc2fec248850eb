package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.plugin.Extension;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Loss} does: its gradient is the derivative of its value, it grows in proportion
 * to the weights, is divided by the number of events, and prefers the right class.
 */
public abstract class LossContract extends KindContract<Loss> {
  private static final int ROWS = 12;

  /** The contract of kind {@code loss}. */
  protected LossContract() {
    super(Loss.KIND);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Loss> extension) {
    if (create(extension).wholeBatch()) {
      // one number for the whole batch: neither a mean over events nor for any number of classes
      return Stream.of(
          holds("the gradient is the derivative", () -> gradient(extension, 1)),
          holds("a batch twice over costs the same", () -> mean(extension, 1)));
    }
    return Stream.of(1, 3)
        .flatMap(
            outputs -> {
              String with = " (" + outputs + " outputs)";
              return Stream.of(
                  holds(
                      "the gradient is the derivative" + with, () -> gradient(extension, outputs)),
                  holds(
                      "it is proportional to the weights" + with, () -> linear(extension, outputs)),
                  holds("it is divided by the events" + with, () -> mean(extension, outputs)),
                  holds("the right class costs less" + with, () -> prefers(extension, outputs)));
            });
  }

  /** A batch: logits, labels, weights. */
  private record Batch(float[] logits, int outputs, int[] labels, float[] weights) {
    static Batch random(int outputs) {
      SplittableRandom random = new Seeds(3).stream("loss", outputs);
      float[] logits = new float[ROWS * outputs];
      int[] labels = new int[ROWS];
      float[] weights = new float[ROWS];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (2 * random.nextGaussian());
      }
      for (int i = 0; i < ROWS; i++) {
        labels[i] = random.nextInt(outputs == 1 ? 2 : outputs);
        weights[i] = (float) (i == 3 ? 0 : i == 5 ? -0.5 : 0.5 + random.nextDouble());
      }
      return new Batch(logits, outputs, labels, weights);
    }

    double value(Loss loss, float[] gradient) {
      return loss.batch(logits, outputs, labels, weights, labels.length, gradient);
    }

    double value(Loss loss) {
      return value(loss, new float[logits.length]);
    }
  }

  private void gradient(Extension<Loss> extension, int outputs) {
    Loss loss = create(extension);
    Batch batch = Batch.random(outputs);
    float[] gradient = new float[batch.logits.length];
    Arrays.fill(gradient, Float.NaN);
    batch.value(loss, gradient);
    float step = 1f / 256;
    for (int i = 0; i < gradient.length; i++) {
      float[] up = batch.logits.clone();
      float[] down = batch.logits.clone();
      up[i] += step;
      down[i] -= step;
      double slope =
          (new Batch(up, outputs, batch.labels, batch.weights).value(loss)
                  - new Batch(down, outputs, batch.labels, batch.weights).value(loss))
              / ((double) up[i] - down[i]);
      assertThat((double) gradient[i]).as("logit %s", i).isCloseTo(slope, within(2e-5));
    }
  }

  private void linear(Extension<Loss> extension, int outputs) {
    Loss loss = create(extension);
    Batch batch = Batch.random(outputs);
    float[] doubled = batch.weights.clone();
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] *= 2;
    }
    assertThat(new Batch(batch.logits, outputs, batch.labels, doubled).value(loss))
        .isCloseTo(2 * batch.value(loss), within(1e-9));
  }

  private void mean(Extension<Loss> extension, int outputs) {
    Loss loss = create(extension);
    Batch batch = Batch.random(outputs);
    float[] logits = Arrays.copyOf(batch.logits, 2 * batch.logits.length);
    System.arraycopy(batch.logits, 0, logits, batch.logits.length, batch.logits.length);
    int[] labels = Arrays.copyOf(batch.labels, 2 * ROWS);
    System.arraycopy(batch.labels, 0, labels, ROWS, ROWS);
    float[] weights = Arrays.copyOf(batch.weights, 2 * ROWS);
    System.arraycopy(batch.weights, 0, weights, ROWS, ROWS);
    assertThat(new Batch(logits, outputs, labels, weights).value(loss))
        .isCloseTo(batch.value(loss), within(1e-9));
  }

  private void prefers(Extension<Loss> extension, int outputs) {
    Loss loss = create(extension);
    float[] right = new float[outputs];
    right[outputs - 1] = 2;
    float[] wrong = new float[outputs];
    wrong[outputs - 1] = -2;
    int[] label = {outputs == 1 ? 1 : outputs - 1};
    float[] one = {1};
    assertThat(new Batch(right, outputs, label, one).value(loss))
        .isLessThan(new Batch(wrong, outputs, label, one).value(loss));
  }
}
