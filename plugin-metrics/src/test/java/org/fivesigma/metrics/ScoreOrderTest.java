package org.fivesigma.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScoreOrderTest {
  private static void isTheStableOrder(double[] scores) {
    ScoreOrder order = ScoreOrder.of(scores);
    int[] expected =
        IntStream.range(0, scores.length)
            .boxed()
            // 0 and −0 are the same score
            .sorted(Comparator.comparingDouble(i -> -(scores[i] + 0.0) + 0.0))
            .mapToInt(i -> i)
            .toArray();
    assertThat(IntStream.range(0, order.size()).map(order::event).toArray()).isEqualTo(expected);
    int place = 0;
    for (int g = 0; g < order.groups(); g++) {
      for (; place < order.end(g); place++) {
        assertThat(scores[order.event(place)]).isEqualTo(order.score(g));
      }
      assertThat(g == 0 || order.score(g) < order.score(g - 1)).isTrue();
    }
    assertThat(place).isEqualTo(scores.length);
  }

  /** Scores that are apart, that share their upper bits, that are the same, of both signs. */
  @Property(tries = 200)
  void eventsStandByFallingScoreAndEqualOnesInTheirOrder(
      @ForAll long seed,
      @ForAll @IntRange(max = 300) int n,
      @ForAll @IntRange(max = 60) int bitsApart,
      @ForAll @IntRange(min = 1, max = 400) int distinct) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      long step = random.nextInt(distinct);
      double sign = random.nextInt(4) == 0 ? -1 : 1;
      scores[i] =
          sign * Double.longBitsToDouble(Double.doubleToLongBits(0.3) + (step << bitsApart >> 2));
    }
    for (int i = 0; i < n; i++) {
      scores[i] = Double.isFinite(scores[i]) ? scores[i] : random.nextDouble();
    }
    isTheStableOrder(scores);
  }

  @Test
  void zerosOfBothSignsInfinitiesAndTiesKeepTheirPlaces() {
    isTheStableOrder(new double[0]);
    isTheStableOrder(new double[] {0.5});
    isTheStableOrder(new double[] {0, -0.0, 1, -0.0, 0, Double.POSITIVE_INFINITY, -1, 1});
    isTheStableOrder(
        new double[] {
          Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE, 0, 0.25, 0.25
        });
  }
}
