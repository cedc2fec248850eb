package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.model.Schedule.Course;
import org.fivesigma.spi.model.Schedule.Setting;
import org.fivesigma.spi.plugin.Extension;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Schedule} does: rates are numbers and not negative, also after the last planned
 * step; the same twice; and exact from a checkpoint.
 */
public abstract class ScheduleContract extends KindContract<Schedule> {
  private static final int PER_EPOCH = 10;
  private static final int STEPS = 200;
  private static final Setting SETTING = new Setting(0.1, PER_EPOCH, STEPS);

  /** The contract of kind {@code schedule}. */
  protected ScheduleContract() {
    super(Schedule.KIND);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Schedule> extension) {
    return Stream.of(
        holds("rates are numbers and not negative", () -> numbers(extension)),
        holds("the same training has the same rates", () -> repeats(extension)),
        holds("it goes on from a checkpoint bit for bit", () -> goesOn(extension)));
  }

  private Course start(Extension<Schedule> extension) {
    return create(extension).start(SETTING);
  }

  private static void run(Course course, double[] rates, int from, int to) {
    for (int step = from; step < to; step++) {
      rates[step] = course.learningRate(step);
      course.momentum(step).ifPresent(m -> assertThat(m).isBetween(0.0, 1.0));
      if ((step + 1) % PER_EPOCH == 0) {
        course.epochEnded(step < 60 ? -step : -60, true);
      }
    }
  }

  private void numbers(Extension<Schedule> extension) {
    double[] rates = new double[STEPS + 50];
    run(start(extension), rates, 0, rates.length);
    for (double rate : rates) {
      assertThat(rate).isFinite().isNotNegative();
    }
    assertThat(rates[0]).as("the first rate").isLessThanOrEqualTo(100 * SETTING.learningRate());
  }

  private void repeats(Extension<Schedule> extension) {
    double[] first = new double[STEPS];
    double[] second = new double[STEPS];
    run(start(extension), first, 0, STEPS);
    run(start(extension), second, 0, STEPS);
    assertThat(second).isEqualTo(first);
  }

  private void goesOn(Extension<Schedule> extension) throws IOException {
    double[] whole = new double[STEPS];
    run(start(extension), whole, 0, STEPS);
    for (int cut : new int[] {10, 70, 150}) {
      double[] parts = new double[STEPS];
      Course before = start(extension);
      run(before, parts, 0, cut);
      run(Persistence.carry(before, start(extension)), parts, cut, STEPS);
      assertThat(parts).isEqualTo(whole);
    }
  }
}
