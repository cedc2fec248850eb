package org.fivesigma.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {
  @Test
  void callsEachPieceOnce() {
    AtomicIntegerArray calls = new AtomicIntegerArray(100);
    Parallel.run(4, 100, calls::incrementAndGet);
    for (int i = 0; i < 100; i++) {
      assertThat(calls.get(i)).isEqualTo(1);
    }
  }

  @Test
  void theLowestPieceThatFailsIsToldThoughAHigherFailsFirst() {
    CountDownLatch higher = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Parallel.run(
                    2,
                    10,
                    i -> {
                      if (i == 0) {
                        await(higher);
                        throw new IllegalStateException("0");
                      }
                      higher.countDown();
                      throw new IllegalStateException("" + i);
                    }))
        .hasMessage("0");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
