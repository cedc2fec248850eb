package org.fivesigma.data.toy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.fivesigma.data.duckdb.DuckDb;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Many toy events: bounded memory of the whole process, the same events on any threads. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ToyScaleTest {
  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve(name + ".parquet");
  }

  /** Peak memory of a process that writes the events, in kB. */
  private long write(String name, long events, int threads)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WriteToy.class.getName(),
                    file(name).toString(),
                    Long.toString(events),
                    Integer.toString(threads)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String told =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return Long.parseLong(told);
  }

  @Test
  void memoryDoesNotGrowWithTheEventsAndThreadsDoNotChangeThem() throws Exception {
    long few = write("few", 250_000, 2);
    long many = write("many", 1_250_000, 2);
    assertThat(many).as("kB for five times the events; before %d", few).isLessThan(few + 100_000);
    assertThat(many).as("kB of the whole process").isLessThan(700_000);
    write("one", 1_250_000, 1);
    try (DuckDb db = DuckDb.open(2)) {
      String[] counts =
          db.rows(
                  "SELECT count(*), count(*) FILTER (WHERE a = b), bool_and(a.event = n) FROM"
                      + " (SELECT a, b, row_number() OVER () - 1 AS n FROM '"
                      + file("many")
                      + "' a POSITIONAL JOIN '"
                      + file("one")
                      + "' b)")
              .get(0);
      assertThat(counts).containsExactly("1250000", "1250000", "true");
      String[] first =
          db.rows(
                  "SELECT count(*) FROM (SELECT * EXCLUDE (weight) FROM '"
                      + file("few")
                      + "' EXCEPT SELECT * EXCLUDE (weight) FROM '"
                      + file("many")
                      + "')")
              .get(0);
      assertThat(first).as("a shorter file is the beginning of a longer one").containsExactly("0");
    }
  }
}
