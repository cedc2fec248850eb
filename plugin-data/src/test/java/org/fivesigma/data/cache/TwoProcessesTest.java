package org.fivesigma.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {
  @TempDir Path folder;

  @Test
  void processesThatFillTheCacheAtOnceReadTheSameTableFromOneCopy() throws Exception {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 400_000; i++) {
      text.append(i).append(",1.5\n");
    }
    Path file = Files.writeString(folder.resolve("events.csv"), text);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx300m",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  FillCache.class.getName(),
                  folder.resolve("cache").toString(),
                  file.toString())
              .redirectErrorStream(true)
              .start());
    }
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).contains("400000 rows, sum 7.99998E10");
    }
    try (Stream<Path> files = Files.list(folder.resolve("cache/parsed"))) {
      assertThat(files.map(p -> p.getFileName().toString()).toList())
          .as("one copy, nothing half made")
          .filteredOn(name -> !name.endsWith(".lock"))
          .hasSize(2)
          .noneMatch(name -> name.startsWith("making"));
    }
  }
}
