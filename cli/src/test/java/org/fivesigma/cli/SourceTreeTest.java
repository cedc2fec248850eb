package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tree of sources: every package says what it is about, and no class does too much. */
class SourceTreeTest {
  private static final int LINES = 450;

  /** Longer files, each with the reason. */
  private static final Set<String> LONGER =
      Set.of("BlockBinder.java"); // one recursion over all types of keys

  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(ProjectFolder.root())) {
      Set<Path> files = new TreeSet<>();
      for (Path module : modules.toList()) {
        Path java = module.resolve("src/main/java");
        if (Files.isDirectory(java)) {
          try (Stream<Path> tree = Files.walk(java)) {
            tree.filter(f -> f.toString().endsWith(".java")).forEach(files::add);
          }
        }
      }
      return List.copyOf(files);
    }
  }

  @Test
  void everyPackageSaysInOneSentenceWhatItIsAbout() throws IOException {
    assertThat(sources())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file.resolveSibling("package-info.java")).exists());
    for (Path file : sources()) {
      if (file.endsWith("package-info.java")) {
        assertThat(Files.readString(file)).as(file.toString()).contains("/**").contains(".");
      }
    }
  }

  @Test
  void noClassIsMuchLongerThan400Lines() throws IOException {
    for (Path file : sources()) {
      if (!LONGER.contains(file.getFileName().toString())) {
        try (Stream<String> lines = Files.lines(file)) {
          assertThat(lines.count()).as("lines of %s", file).isLessThanOrEqualTo(LINES);
        }
      }
    }
  }

  @Test
  void noPackageIsCalledUtil() throws IOException {
    assertThat(sources())
        .allSatisfy(
            file ->
                assertThat(file.getParent().getFileName().toString())
                    .isNotIn("util", "utils", "common", "helper", "helpers", "misc"));
  }
}
