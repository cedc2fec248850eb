package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that are not as they should be: refused with the place, or read and reported. */
class BadDataTest {
  private static final String FILE =
      """
      data:
        source: {type: csv, path: events.csv}
        missing: [-999]
        label: {column: label, signal: s}
        weight: w
        features: [x, y, z]
      model: {type: xgboost}
      """;

  @TempDir Path folder;
  private Path events;

  @BeforeEach
  void events() throws IOException {
    events = folder.resolve("events.csv");
    GaussianEvents.write(events, 200);
  }

  private CommandLineRun check(String file) throws IOException {
    Files.writeString(folder.resolve("e.yaml"), file);
    return CommandLineRun.in(
        folder,
        Map.of("FIVESIGMA_HOME", folder.resolve("home").toString()),
        "validate",
        "e.yaml",
        "--data");
  }

  private String problem(String file) throws IOException {
    CommandLineRun run = check(file);
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .contains("error[")
        .containsPattern("--> e\\.yaml:\\d+:\\d+\n")
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
    return run.err();
  }

  private CommandLineRun good(String file) throws IOException {
    CommandLineRun run = check(file);
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(events);
  }

  /** Replaces a cell of one data row (0-based). */
  private void cell(int row, int column, String value) throws IOException {
    List<String> lines = lines();
    String[] cells = lines.get(row + 1).split(",");
    cells[column] = value;
    lines.set(row + 1, String.join(",", cells));
    Files.write(events, lines);
  }

  @Test
  void aGzFileCutShort() throws IOException {
    Path gz = folder.resolve("events.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(Files.readAllBytes(events));
    }
    good(FILE.replace("events.csv", "events.csv.gz"));
    byte[] whole = Files.readAllBytes(gz);
    Files.write(gz, Arrays.copyOf(whole, whole.length * 2 / 3));
    assertThat(problem(FILE.replace("events.csv", "events.csv.gz")))
        .contains("error[truncated-file]", "events.csv.gz", "e.yaml:2:");
  }

  @Test
  void aRowWithTooFewFieldsInTheMiddleOfAMillion() throws IOException {
    StringBuilder text = new StringBuilder("x,y,z,w,label\n");
    for (int i = 0; i < 1_000_000; i++) {
      text.append(i == 500_000 ? "1,2,3\n" : i % 2 == 0 ? "1,2,3,1,s\n" : "2,1,0,1,b\n");
    }
    Files.writeString(events, text);
    assertThat(problem(FILE))
        .contains("error[broken-row]", "line 500002", "expected 5 fields, found 3", "e.yaml:2:");
  }

  @Test
  void aRowWithTooManyFields() throws IOException {
    Files.writeString(events, String.join("\n", lines()) + "\n1,2,3,4,5,s,7,8\n");
    assertThat(problem(FILE)).contains("error[broken-row]", "line 202", "expected 7 fields");
  }

  @Test
  void aFeatureThatBeginsAsNumbersAndHoldsText() throws IOException {
    cell(150, 1, "oops");
    assertThat(problem(FILE)).contains("'x'", "e.yaml:6:");
  }

  @Test
  void textAmongTheWeights() throws IOException {
    cell(150, 4, "heavy");
    assertThat(problem(FILE))
        .contains("error[text-in-column]", "'w'", "'heavy'", "row 150 (counted from 0)")
        .contains("e.yaml:5:11");
  }

  @Test
  void anInfiniteFeature() throws IOException {
    cell(42, 1, "inf");
    assertThat(problem(FILE)).contains("error[infinite-value]", "'x'", "event 42", "e.yaml:6:");
    good(FILE.replace("weight: w", "weight: w\n  derive: {x: \"if(isinf(x), NULL, x)\"}"));
  }

  @Test
  void anInfiniteWeight() throws IOException {
    cell(42, 4, "inf");
    assertThat(problem(FILE)).contains("error[nan-weight]", "raw row 42 is infinite", "e.yaml:5:");
  }

  @Test
  void windowsLineEndsAndQuotedSeparators() throws IOException {
    String plain = good(FILE).out();
    StringBuilder text = new StringBuilder();
    for (String line : lines()) {
      text.append("\"a, \"\"quoted\"\" name\",").append(line).append("\r\n");
    }
    Files.writeString(events, text.toString().replaceFirst("\"a.*?name\"", "comment"));
    assertThat(good(FILE).out()).isEqualTo(plain);
  }

  @Test
  void aFeatureThatIsMissingInEveryEvent() throws IOException {
    for (int row = 0; row < 200; row++) {
      cell(row, 3, "-999");
    }
    assertThat(good(FILE).err()).contains("feature 'z' is missing in every event");
  }

  @Test
  void idsThatRepeat() throws IOException {
    cell(10, 0, "1003");
    assertThat(good(FILE.replace("weight: w", "weight: w\n  id: event")).err())
        .contains("1 events have the id (event) of an earlier one")
        .contains("may be in train and test");
  }

  @Test
  void aClassThatVanishesUnderSelect() throws IOException {
    assertThat(problem(FILE.replace("features:", "select: label = 's'\n  features:")))
        .contains("error[one-class]", "two classes are needed", "e.yaml:4:");
    assertThat(problem(FILE.replace("features:", "select: x > 1000\n  features:")))
        .contains("error[no-events]", "none of the 200 events read is selected", "e.yaml:6:");
  }

  @Test
  void sourcesThatOverlap() throws IOException {
    String two =
        FILE.replace(
            "source: {type: csv, path: events.csv}",
            """
            source:
                - {type: csv, path: events.csv, select: event < 1150}
                - {type: csv, path: events.csv, select: event >= 1100}""");
    assertThat(good(two).err())
        .contains("50 events are selected by data.source[0] and by data.source[1]")
        .contains("they count twice");
    assertThat(good(two.replace("1100", "1150")).err()).doesNotContain("count twice");
    assertThat(problem(FILE.replace("path: events.csv", "path: [events.csv, \"*.csv\"]")))
        .contains("error[repeated-file]", "named twice", "e.yaml:2:");
  }

  @Test
  @Tag("slow")
  void tenThousandColumns() throws IOException {
    StringBuilder text = new StringBuilder("label");
    for (int c = 0; c < 10_000; c++) {
      text.append(",c").append(c);
    }
    text.append('\n');
    for (int row = 0; row < 40; row++) {
      text.append(row % 2 == 0 ? "s" : "b");
      for (int c = 0; c < 10_000; c++) {
        text.append(',').append((row * 31 + c * 17) % 101);
      }
      text.append('\n');
    }
    Files.writeString(events, text);
    assertThat(
            good(FILE.replace("  weight: w\n", "").replace("[x, y, z]", "[\"c*\", \"!c5\"]")).out())
        .contains("9999 features");
  }

  @Test
  void aCacheFileCutShortOrOfAnotherVersion() throws IOException {
    String first = good(FILE).out();
    Path parsed = folder.resolve("home/cache/parsed");
    try (Stream<Path> files = Files.list(parsed)) {
      for (Path copy : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        byte[] whole = Files.readAllBytes(copy);
        Files.write(copy, Arrays.copyOf(whole, whole.length / 2));
      }
    }
    assertThat(good(FILE).out()).isEqualTo(first);
    try (Stream<Path> files = Files.list(parsed)) {
      for (Path about : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        String text = Files.readString(about, StandardCharsets.UTF_8);
        assertThat(text).contains("\"version\":\"csv-");
        Files.writeString(about, text.replace("\"version\":\"csv-", "\"version\":\"old-"));
        Path copy =
            about.resolveSibling(about.getFileName().toString().replace(".json", ".parquet"));
        byte[] bytes = new byte[(int) Files.size(copy)];
        Files.write(copy, bytes); // of the right size and useless
      }
    }
    assertThat(good(FILE).out()).isEqualTo(first);
  }
}
