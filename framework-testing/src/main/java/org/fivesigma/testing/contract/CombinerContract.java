package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.CombinerReader;
import org.fivesigma.spi.model.FittedCombiner;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.testing.States;
import org.fivesigma.testing.TestTrainingContext;
import org.fivesigma.testing.TrainingSamples;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Combiner} does: the same twice, each event alone, scores stay probabilities,
 * and it comes back from its state bit for bit.
 */
public abstract class CombinerContract extends KindContract<Combiner> {
  private static final int ROWS = 300;
  private static final int ITEMS = 3;

  /** The contract of kind {@code combiner}. */
  protected CombinerContract() {
    super(Kinds.COMBINER);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Combiner> extension) {
    return Stream.of(1, 3)
        .flatMap(
            outputs -> {
              String with = " (" + outputs + " outputs)";
              return Stream.of(
                  holds("scores are probabilities" + with, () -> probabilities(extension, outputs)),
                  holds("the same twice" + with, () -> repeats(extension, outputs)),
                  holds("an event alone as among others" + with, () -> alone(extension, outputs)),
                  holds("its reader gives it back" + with, () -> readBack(extension, outputs)));
            });
  }

  private static double[][] scores(int outputs) {
    Sample events = events(outputs);
    double[][] scores = new double[ITEMS][ROWS * outputs];
    for (int item = 0; item < ITEMS; item++) {
      SplittableRandom random = new Seeds(2).stream("scores", item);
      for (int i = 0; i < ROWS; i++) {
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
          boolean right = outputs == 1 ? events.labels()[i] == 1 : events.labels()[i] == c;
          double logit = random.nextGaussian() + (right ? 1 : 0);
          double value = outputs == 1 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit);
          scores[item][i * outputs + c] = value;
          sum += value;
        }
        for (int c = 0; c < outputs && outputs > 1; c++) {
          scores[item][i * outputs + c] /= sum;
        }
      }
    }
    return scores;
  }

  private static Sample events(int outputs) {
    return TrainingSamples.gaussian(ROWS, 2, outputs == 1 ? 2 : outputs, 1, 9);
  }

  private FittedCombiner fit(Extension<Combiner> extension, int outputs) {
    Combiner combiner = create(extension);
    TestTrainingContext context = TestTrainingContext.of(1, 1, outputs == 1 ? 2 : outputs);
    Sample events = events(outputs);
    return combiner.fit(
        new Combiner.Data(
            ITEMS,
            outputs,
            combiner.learns() ? Optional.of(events) : Optional.empty(),
            combiner.learns() ? scores(outputs) : new double[0][],
            key -> context.monitor(key, events),
            1,
            note -> {}));
  }

  private void probabilities(Extension<Combiner> extension, int outputs) {
    double[] combined = fit(extension, outputs).combine(scores(outputs), outputs);
    assertThat(combined).hasSize(ROWS * outputs);
    for (double score : combined) {
      assertThat(score).isBetween(0.0, 1.0);
    }
  }

  private void repeats(Extension<Combiner> extension, int outputs) {
    double[] first = fit(extension, outputs).combine(scores(outputs), outputs);
    assertThat(fit(extension, outputs).combine(scores(outputs), outputs)).isEqualTo(first);
  }

  private void alone(Extension<Combiner> extension, int outputs) {
    FittedCombiner fitted = fit(extension, outputs);
    double[][] all = scores(outputs);
    double[] combined = fitted.combine(all, outputs);
    for (int i = 0; i < 20; i++) {
      double[][] one = new double[ITEMS][outputs];
      for (int item = 0; item < ITEMS; item++) {
        System.arraycopy(all[item], i * outputs, one[item], 0, outputs);
      }
      double[] single = fitted.combine(one, outputs);
      for (int c = 0; c < outputs; c++) {
        assertThat(single[c]).isEqualTo(combined[i * outputs + c]);
      }
    }
  }

  private void readBack(Extension<Combiner> extension, int outputs) {
    FittedCombiner fitted = fit(extension, outputs);
    Extension<CombinerReader> reader =
        underTest()
            .find(Kinds.COMBINER_READER, fitted.id())
            .orElseThrow(() -> new AssertionError("no combiner_reader '" + fitted.id() + "'"));
    CombinerReader made = underTest().create(reader, Map.of());
    FittedCombiner read = made.read(States.copy(fitted.state()), fitted.tables());
    assertThat(read.id()).isEqualTo(fitted.id());
    assertThat(read.combine(scores(outputs), outputs))
        .isEqualTo(fitted.combine(scores(outputs), outputs));
    if (!fitted.state().isEmpty()) {
      assertThatThrownBy(() -> made.read(Map.of("nonsense", List.of()), Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
