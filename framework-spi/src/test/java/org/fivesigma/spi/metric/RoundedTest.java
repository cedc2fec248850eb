package org.fivesigma.spi.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundedTest {
  @ParameterizedTest
  @CsvSource({
    "0.911840150, 0.004227, 0.9118 ± 0.0042",
    "9.0989, 0.4870, 9.10 ± 0.49",
    "99.57, 11.1, 100 ± 11",
    "1234567, 1234, 1234567 ± 1234",
    "0.5, 0, 0.5000",
    "3, NaN, 3",
    "0.00099, 0.00000123, 0.0009900 ± 0.0000012"
  })
  void aValueHasAsManyDecimalsAsItsError(double value, double error, String text) {
    assertThat(Rounded.withError(value, error)).isEqualTo(text);
  }
}
