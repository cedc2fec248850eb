package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.fivesigma.spi.engine.Engine;
import org.fivesigma.spi.plugin.Extension;
import org.junit.jupiter.api.DynamicTest;

/** What every {@link Engine} does: it answers with its version, and devices as files name them. */
public abstract class EngineContract extends KindContract<Engine> {
  /** The contract of kind {@code engine}. */
  protected EngineContract() {
    super(Engine.KIND);
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Engine> extension) {
    return Stream.of(
        holds(
            "it has a version and devices, or says why not",
            () -> {
              Engine.Sight sight = create(extension).look();
              if (sight.devices().isEmpty()) {
                assertThat(sight.notes()).isNotEmpty();
              } else {
                assertThat(sight.version()).isNotBlank();
                assertThat(sight.devices())
                    .allSatisfy(d -> assertThat(d.name()).matches("cpu|cuda:[0-9]+"));
              }
            }));
  }
}
