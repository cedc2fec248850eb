package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Initializer;
import org.fivesigma.spi.plugin.Extension;
import org.junit.jupiter.api.DynamicTest;

/** What every {@link Initializer} does: it fills its layer, only that, and the same twice. */
public abstract class InitializerContract extends KindContract<Initializer> {
  private static final int IN = 20;
  private static final int OUT = 30;
  private static final int OFFSET = 7;

  /** The contract of kind {@code initializer}. */
  protected InitializerContract() {
    super(Initializer.KIND);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Initializer> extension) {
    return Stream.of(
        holds("it fills its layer with numbers and nothing else", () -> fills(extension)),
        holds("the same seed gives the same weights", () -> repeats(extension)));
  }

  private float[] fill(Extension<Initializer> extension) {
    float[] parameters = new float[OFFSET + IN * OUT + 5];
    Arrays.fill(parameters, Float.NaN);
    create(extension).fill(parameters, OFFSET, IN, OUT, new Seeds(4).stream("weights"));
    return parameters;
  }

  private void fills(Extension<Initializer> extension) {
    float[] parameters = fill(extension);
    for (int i = 0; i < parameters.length; i++) {
      boolean inside = i >= OFFSET && i < OFFSET + IN * OUT;
      assertThat(Float.isNaN(parameters[i])).as("weight %s", i).isEqualTo(!inside);
      assertThat(Float.isInfinite(parameters[i])).isFalse();
    }
  }

  private void repeats(Extension<Initializer> extension) {
    assertThat(fill(extension)).isEqualTo(fill(extension));
  }
}
