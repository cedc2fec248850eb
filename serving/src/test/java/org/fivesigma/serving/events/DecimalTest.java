package org.fivesigma.serving.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DecimalTest {
  private static double parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Decimal.parse(bytes, 0, bytes.length);
  }

  @Property
  void isWhatTheLibraryReads(@ForAll double value) {
    if (Double.isFinite(value)) {
      assertThat(parse(Double.toString(value))).isEqualTo(value);
    }
  }

  @Property
  void isRoundedOnce(@ForAll long digits, @ForAll @IntRange(min = -40, max = 40) int exponent) {
    String text = digits + "e" + exponent;
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @Property
  void ofFixedPointsToo(@ForAll @IntRange(min = 0) int whole, @ForAll @IntRange(min = 0) int part) {
    String text = "-" + whole + "." + part;
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @Example
  void refusesWhatIsNoFiniteNumber() {
    for (String text :
        new String[] {
          "",
          "-",
          ".",
          "+.",
          "e5",
          "1e",
          "1e+",
          "1.2.3",
          "1 2",
          "0x10",
          "1f",
          "1d",
          "inf",
          "NaN",
          "1e999",
          "12345678901234567890x",
          "١"
        }) {
      assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(NumberFormatException.class);
    }
  }

  @Example
  void readsUsualForms() {
    assertThat(parse("+1.")).isEqualTo(1);
    assertThat(parse("-.5")).isEqualTo(-0.5);
    assertThat(parse("1.000000000000000000e+00")).isEqualTo(1);
    assertThat(1 / parse("-0")).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
