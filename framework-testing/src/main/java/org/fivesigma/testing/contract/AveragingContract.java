package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Averaging.Course;
import org.fivesigma.spi.model.Schedule.Setting;
import org.fivesigma.spi.plugin.Extension;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Averaging} does: the average of what never changes is that, the parameters are
 * not kept or changed, and it goes on exactly from a checkpoint.
 */
public abstract class AveragingContract extends KindContract<Averaging> {
  private static final int STEPS = 400;
  private static final Setting SETTING = new Setting(0.1, 10, STEPS);

  /** The contract of kind {@code averaging}. */
  protected AveragingContract() {
    super(Averaging.KIND);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Averaging> extension) {
    return Stream.of(
        holds("there is nothing before the first step", () -> empty(extension)),
        holds("the average of what does not change is that", () -> constant(extension)),
        holds("it goes on from a checkpoint bit for bit", () -> goesOn(extension)));
  }

  private Course start(Extension<Averaging> extension) {
    return create(extension).start(SETTING);
  }

  private void empty(Extension<Averaging> extension) {
    assertThat(start(extension).networks()).isEmpty();
  }

  private void constant(Extension<Averaging> extension) {
    Course course = start(extension);
    for (int step = 1; step <= STEPS; step++) {
      float[] parameters = {1.5f, -2f, 0.25f};
      course.stepped(step, parameters);
      assertThat(parameters).containsExactly(1.5f, -2f, 0.25f);
      Arrays.fill(parameters, Float.NaN); // they may not be kept
    }
    assertThat(course.networks()).isNotEmpty();
    for (float[] network : course.networks()) {
      assertThat(network).containsExactly(new float[] {1.5f, -2f, 0.25f}, within(1e-5f));
    }
  }

  private static void run(Course course, int from, int to) {
    for (int step = from; step <= to; step++) {
      course.stepped(step, new float[] {step, (float) Math.sin(step), 1f / step});
    }
  }

  private void goesOn(Extension<Averaging> extension) throws IOException {
    Course whole = start(extension);
    run(whole, 1, STEPS);
    for (int cut : new int[] {3, 200, 390}) {
      Course before = start(extension);
      run(before, 1, cut);
      Course after = Persistence.carry(before, start(extension));
      run(after, cut + 1, STEPS);
      List<float[]> networks = after.networks();
      assertThat(networks).hasSameSizeAs(whole.networks());
      for (int n = 0; n < networks.size(); n++) {
        assertThat(networks.get(n)).isEqualTo(whole.networks().get(n));
      }
    }
  }
}
