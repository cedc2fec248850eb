package org.fivesigma.metrics.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivesigma.spi.metric.Anchors;
import org.junit.jupiter.api.Test;

class PublishedNumbersTest {
  @Test
  void everyNumberIsAsPublished() {
    assertThat(new PublishedNumbers().compute()).hasSize(35).allMatch(Anchors.Anchor::ok);
  }

  @Test
  void everyNumberIsScikitLearns() {
    assertThat(new ScikitLearnNumbers().compute()).hasSize(20).allMatch(Anchors.Anchor::ok);
  }

  @Test
  void aWrongNumberIsNotOk() {
    assertThat(new Anchors.Anchor("a", "b", 1, 1 + 2e-9, 1e-9).ok()).isFalse();
    assertThat(new Anchors.Anchor("a", "b", 1, Double.NaN, 1e-9).ok()).isFalse();
  }
}
