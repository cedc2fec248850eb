package org.fivesigma.spi.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XxHash64Test {
  @Test
  void givesTheValuesOfTheReferenceImplementation() {
    assertThat(XxHash64.of("")).isEqualTo(0xef46db3751d8e999L);
    assertThat(XxHash64.of("a")).isEqualTo(0xd24ec4f1a98c6e5bL);
    assertThat(XxHash64.of("abc")).isEqualTo(0x44bc2cf5ad770999L);
    assertThat(XxHash64.of("100000")).isEqualTo(0x2fbb776b0f2732b5L);
    assertThat(XxHash64.of("100000,17")).isEqualTo(0x5bfa23352191bf7dL);
    assertThat(XxHash64.of("The quick brown fox jumps over the lazy dog"))
        .isEqualTo(0x0b242d361fda71bcL);
    assertThat(XxHash64.of("0123456789abcdef0123456789abcdef")).isEqualTo(0x642a94958e71e6c5L);
    assertThat(XxHash64.of("Zürich, größe μ 日本 and some more bytes to pass thirty-two"))
        .isEqualTo(0xd8cd6b2ad96fa32dL);
  }

  @Test
  void takesTheHashAsUnsigned() {
    assertThat(XxHash64.modulo("", 10)).isEqualTo(1);
  }
}
