package org.fivesigma.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DecimalsTest {

  @Property(tries = 20_000)
  void theNearestDoubleIsFoundOrLeftToAnotherWay(
      @ForAll long digits, @ForAll @IntRange(min = -350, max = 320) int exponent) {
    check(digits, exponent);
  }

  @Property(tries = 20_000)
  void numbersAsTheyAreWrittenInFilesAreAlwaysDecided(
      @ForAll long bits, @ForAll @IntRange(min = 0, max = 60) int drop) {
    long digits = bits >>> 1 >>> drop;
    for (int exponent = -40; exponent <= 20; exponent += 3) {
      assertThat(Decimals.nearest(digits, exponent)).isNotNaN();
      check(digits, exponent);
    }
  }

  @Property(tries = 5000)
  void halfwayBetweenTwoDoublesGoesToTheEvenOne(
      @ForAll @IntRange(min = 0, max = 1 << 20) int i, @ForAll @IntRange(max = 8) int shift) {
    check((1L << 53) + 2L * i + 1, 0);
    check((1L << 54) + 4L * i + 2, 0);
    check(((1L << 53) + 2L * i + 1) << shift, 0);
    check(((1L << 53) + 2L * i + 1) * 5, -1);
  }

  @Test
  void theEndsOfTheRangeAreLeftToAnotherWay() {
    assertThat(Decimals.nearest(5, -324)).isNaN();
    assertThat(Decimals.nearest(2, 308)).isNaN();
    assertThat(Decimals.nearest(0, -1000)).isZero();
    check(1, 22);
    check(1, 23);
    check(-1L, 0);
    check(9007199254740993L, 0);
  }

  private static void check(long digits, int exponent) {
    double found = Decimals.nearest(digits, exponent);
    if (!Double.isNaN(found)) {
      BigDecimal exact = new BigDecimal(Long.toUnsignedString(digits)).scaleByPowerOfTen(exponent);
      assertThat(found).isEqualTo(Double.parseDouble(exact.toString()));
    }
  }
}
