package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed reference pages are what the plugins say of themselves. */
class ReferencePagesTest {
  private static final Path COMMITTED = ProjectFolder.root().resolve("docs/reference");

  @TempDir Path folder;

  @Test
  void theCommittedPagesAreCurrent() throws IOException {
    assertThat(CommandLineRun.in(folder, "describe", "--markdown", "pages").exit()).isZero();
    List<String> written = names(folder.resolve("pages"));
    assertThat(names(COMMITTED))
        .as("write them again with: ./fivesigma describe --markdown docs/reference")
        .isEqualTo(written);
    for (String name : written) {
      assertThat(Files.readString(COMMITTED.resolve(name)))
          .as(name + ": write it again with: ./fivesigma describe --markdown docs/reference")
          .isEqualTo(Files.readString(folder.resolve("pages").resolve(name)));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
