package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorsCommandTest {
  @TempDir Path folder;

  @Test
  void everyPublishedNumberIsShownAndAgrees() {
    CommandLineRun run = CommandLineRun.in(folder, "anchors");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("HiggsML submission", "3.24953916678", "55 of 55 numbers agree")
        .doesNotContain("WRONG");
  }
}
