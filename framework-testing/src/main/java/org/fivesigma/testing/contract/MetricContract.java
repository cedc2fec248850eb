package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Metric;
import org.fivesigma.spi.metric.Metric.CutChoice;
import org.fivesigma.spi.metric.Metric.CutContext;
import org.fivesigma.spi.metric.Metric.Prepared;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Metric} does, with two and with three classes: the order of events does not
 * matter, values follow the weights given, undefined values have a reason, nothing throws for data.
 */
public abstract class MetricContract extends KindContract<Metric> {
  private static final int ROWS = 600;

  /** The contract of kind {@code metric}. */
  protected MetricContract() {
    super(Kinds.METRIC);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Metric> extension) {
    Metric metric = create(extension);
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        holds(
            "it is defined for two or for three classes",
            () -> assertThat(metric.refuses(2).isEmpty() || metric.refuses(3).isEmpty()).isTrue()));
    tests.add(
        holds(
            "it has a direction and a weighting",
            () -> {
              assertThat(metric.direction()).isIn((Object[]) Direction.values());
              assertThat(metric.weighting()).isNotNull();
            }));
    for (int classes : new int[] {2, 3}) {
      if (metric.refuses(classes).isEmpty()) {
        tests.addAll(tests(metric, classes));
      }
    }
    return tests.stream();
  }

  private static List<DynamicTest> tests(Metric metric, int classes) {
    String with = " (" + classes + " classes)";
    Scored train = ScoredSamples.part("train", classes, ROWS, 2);
    Scored part = ScoredSamples.withReference(ScoredSamples.part("valid", classes, ROWS, 1), train);
    return List.of(
        holds("details and values belong together" + with, () -> detailsAndValues(metric, part)),
        holds("the same call gives the same bits" + with, () -> sameBits(metric, part)),
        holds("the order of events does not matter" + with, () -> permuted(metric, part)),
        holds("values follow the weights given" + with, () -> followsWeights(metric, part)),
        holds("an event of weight 2 is two events" + with, () -> doubled(metric, part)),
        holds("parts without sense throw nothing" + with, () -> corners(metric, classes)),
        holds("a cut is chosen the same way twice" + with, () -> cut(metric, part)));
  }

  private static Prepared prepare(Metric metric, Scored part) {
    return metric.prepare(
        part,
        metric.hasCut() || metric.cutFrom().isPresent() ? Optional.of(0.5) : Optional.empty());
  }

  private static void detailsAndValues(Metric metric, Scored part) {
    Prepared prepared = prepare(metric, part);
    double[] weights = part.weights().clone();
    double[] values = prepared.values(weights);
    assertThat(prepared.details()).hasSameSizeAs(boxed(values)).doesNotHaveDuplicates();
    assertThat(weights).as("weights are not changed").isEqualTo(part.weights());
    for (int d = 0; d < values.length; d++) {
      String detail = prepared.details().get(d);
      assertThat(values[d]).as(detail).isNotEqualTo(Double.POSITIVE_INFINITY);
      if (Double.isNaN(values[d])) {
        assertThat(prepared.reason(detail)).as("reason of the missing %s", detail).isPresent();
      }
    }
    int length = -1;
    for (double[] column : prepared.curve().values()) {
      assertThat(length == -1 || column.length == length).as("columns of one length").isTrue();
      length = column.length;
    }
  }

  private static void sameBits(Metric metric, Scored part) {
    Prepared prepared = prepare(metric, part);
    double[] first = prepared.values(part.weights());
    assertThat(prepared.values(part.weights())).isEqualTo(first);
    assertThat(prepare(metric, part).values(part.weights())).isEqualTo(first);
    List<double[]> together =
        IntStream.range(0, 8).parallel().mapToObj(i -> prepared.values(part.weights())).toList();
    assertThat(together).allSatisfy(values -> assertThat(values).isEqualTo(first));
  }

  private static void permuted(Metric metric, Scored part) {
    int[] order = ScoredSamples.permutation(part.rows(), 3);
    Scored other = ScoredSamples.select(part, order);
    close(
        prepare(metric, other).values(other.weights()),
        prepare(metric, part).values(part.weights()));
  }

  private static void followsWeights(Metric metric, Scored part) {
    double[] weights = part.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= i % 3;
    }
    close(
        prepare(metric, part).values(weights),
        prepare(metric, part.withWeights(weights)).values(weights));
  }

  /** By {@link Prepared#replica}, where copies count as separate events. */
  private static void doubled(Metric metric, Scored part) {
    Prepared prepared = prepare(metric, part);
    byte[] counts = new byte[part.rows()];
    double[] weights = new double[part.rows()];
    List<Integer> events = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (byte) (1 + i % 2);
      weights[i] = part.weights()[i] * counts[i];
      for (int copy = 0; copy < counts[i]; copy++) {
        events.add(i);
      }
    }
    Scored copies =
        ScoredSamples.select(part, events.stream().mapToInt(Integer::intValue).toArray());
    Prepared other = prepare(metric, copies);
    double[] replica = prepared.replica(weights, counts);
    double[] copied = other.values(copies.weights());
    for (int d = 0; d < replica.length; d++) {
      String detail = prepared.details().get(d);
      if (prepared.hasError(detail)) {
        assertThat(replica[d]).as(detail).isCloseTo(copied[d], within(tolerance(copied[d])));
      }
    }
  }

  private static void corners(Metric metric, int classes) {
    Scored part = ScoredSamples.part("test", classes, 40, 5);
    Scored train = ScoredSamples.part("train", classes, 40, 6);
    double[] zeros = new double[40];
    double[] equal = new double[part.scores().length];
    Arrays.fill(equal, classes == 2 ? 0.5 : 1.0 / classes);
    int[] oneClass = new int[40];
    List<Scored> odd =
        List.of(
            ScoredSamples.select(part, new int[0]),
            ScoredSamples.select(part, new int[] {7}),
            part.withWeights(zeros),
            ScoredSamples.of("test", classes, part.labels(), equal, part.weights(), part.process()),
            ScoredSamples.of(
                "test", classes, oneClass, part.scores(), part.weights(), part.process()));
    for (Scored corner : odd) {
      Scored compared = ScoredSamples.withReference(corner, train);
      for (Optional<Double> cut : List.of(Optional.<Double>empty(), Optional.of(0.5))) {
        Prepared prepared = metric.prepare(compared, cut);
        double[] values = prepared.values(compared.weights());
        for (int d = 0; d < values.length; d++) {
          String detail = prepared.details().get(d);
          assertThat(values[d]).as(detail).isNotEqualTo(Double.POSITIVE_INFINITY);
          if (Double.isNaN(values[d])) {
            assertThat(prepared.reason(detail))
                .as("reason of the missing '%s'", detail)
                .isPresent();
          }
        }
        assertThat(prepared.warnings()).isNotNull();
        assertThat(prepared.curve()).isNotNull();
      }
      chooses(metric, corner);
    }
  }

  private static void cut(Metric metric, Scored part) {
    CutChoice choice = chooses(metric, part);
    assertThat(choice).isEqualTo(chooses(metric, part));
    if (!metric.hasCut()) {
      assertThat(choice).isEqualTo(CutChoice.NONE);
    }
  }

  private static CutChoice chooses(Metric metric, Scored part) {
    CutChoice choice = metric.chooseCut(part, new CutContext(new Seeds(1), 1, Rescaling.none()));
    if (metric.hasCut() && choice.cut().isEmpty()) {
      assertThat(choice.reason()).as("why there is no cut").isPresent();
    }
    choice.cut().ifPresent(c -> assertThat(c).isFinite());
    return choice;
  }

  private static void close(double[] values, double[] expected) {
    assertThat(values).hasSameSizeAs(expected);
    for (int d = 0; d < values.length; d++) {
      if (Double.isNaN(expected[d])) {
        assertThat(values[d]).isNaN();
      } else {
        assertThat(values[d]).isCloseTo(expected[d], within(tolerance(expected[d])));
      }
    }
  }

  private static double tolerance(double expected) {
    return Double.isNaN(expected) ? 1e-9 : 1e-9 * Math.max(1, Math.abs(expected));
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
