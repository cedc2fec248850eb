package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users get wrong: each is told in words, at its place, with exit code 2. */
class BadInputTest {
  @TempDir Path folder;

  @BeforeEach
  void events() throws IOException {
    GaussianEvents.write(folder.resolve("events.csv"), 200);
  }

  private static final String FILE =
      """
      data:
        source: {type: csv, path: events.csv}
        missing: [-999]
        label: {column: label, signal: s}
        weight: w
        features: [x, y, z]
      model: {type: xgboost, num_boost_round: 2}
      evaluate: {metrics: [auc], plots: none}
      """;

  /** Runs the file; the answer has a place, no stack trace, exit code 2, and no results. */
  private String problem(String file) throws IOException {
    Files.writeString(folder.resolve("e.yaml"), file);
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--quiet", "--out", "out");
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error[")
        .containsPattern("--> e\\.yaml:\\d+:\\d+\n")
        .contains("^")
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
    Path out = folder.resolve("out");
    if (Files.exists(out)) {
      assertThat(out.resolve("status.json"))
          .content()
          .contains("\"failed\"")
          .containsPattern("\"exit_code\" ?: ?2");
      for (String result : new String[] {"metrics.json", "model", "predictions", "report.html"}) {
        assertThat(out.resolve(result)).doesNotExist();
      }
    }
    return run.err();
  }

  private void eachLine(UnaryOperator<String> change) throws IOException {
    Path file = folder.resolve("events.csv");
    StringBuilder text = new StringBuilder();
    int n = 0;
    for (String line : Files.readAllLines(file)) {
      text.append(n++ == 0 ? line : change.apply(line)).append('\n');
    }
    Files.writeString(file, text);
  }

  /** Another value in a column of some events. */
  private void set(int column, String value, int every) throws IOException {
    int[] n = {0};
    eachLine(
        line -> {
          String[] cells = line.split(",");
          if (n[0]++ % every == 0) {
            cells[column] = value;
          }
          return String.join(",", cells);
        });
  }

  @Test
  void aMissingFile() throws IOException {
    assertThat(problem(FILE.replace("events.csv", "event.csv")))
        .contains("error[missing-file]", "event.csv' is not there", "did you mean 'events.csv'?")
        .contains("e.yaml:2:29");
  }

  @Test
  void aGlobThatMatchesNothing() throws IOException {
    assertThat(problem(FILE.replace("events.csv", "\"*.csv.gz\""))).contains("e.yaml:2:29");
  }

  @Test
  void anEmptyFile() throws IOException {
    Files.writeString(folder.resolve("events.csv"), "");
    assertThat(problem(FILE)).contains("error[empty-file]", "is empty", "e.yaml:2:29");
  }

  @Test
  void aFileOfAHeaderAlone() throws IOException {
    Files.writeString(folder.resolve("events.csv"), "event,x,y,z,w,label,part\n");
    assertThat(problem(FILE)).contains("has no rows", "e.yaml:2:3");
  }

  @Test
  void aFileWithoutHeader() throws IOException {
    Path file = folder.resolve("events.csv");
    Files.write(file, Files.readAllLines(file).subList(1, 201));
    assertThat(problem(FILE))
        .contains("error[missing-column]: the data have no column 'label'", "e.yaml:4:19")
        .contains("header: false");
  }

  @Test
  void aTextColumnAmongTheFeatures() throws IOException {
    set(2, "abc", 50);
    assertThat(problem(FILE))
        .contains("column 'y' holds the text 'abc' in row 0", "take it out with \"!y\"")
        .contains("e.yaml:6:17");
  }

  @Test
  void aTextAmongTheWeights() throws IOException {
    set(4, "abc", 50);
    assertThat(problem(FILE))
        .contains("column 'w' holds the text 'abc' in row 0", "e.yaml:5:11")
        .doesNotContain("data.features");
  }

  @Test
  void aFeatureColumnThatIsTextIsNamedWhenFeaturesAreTakenByDefault() throws IOException {
    set(2, "n/a", 150);
    Files.writeString(folder.resolve("e.yaml"), FILE.replace("  features: [x, y, z]\n", ""));
    CommandLineRun run = CommandLineRun.in(folder, "validate", "e.yaml", "--data");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("no features by default, because they hold text: 'y'");
  }

  @Test
  void exclusionsAloneBeginWithTheFeaturesOfTheDefault() throws IOException {
    set(3, "n/a", 1);
    Files.writeString(
        folder.resolve("e.yaml"),
        FILE.replace("features: [x, y, z]", "features: [\"!y\"]\n  id: event")
            + "split: {type: column, column: part, valid: 3}\n");
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--quiet", "--out", "out");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(folder.resolve("out/lock.json")).content().contains("\"features\" : [ \"x\" ]");
  }

  @Test
  void everythingThatTheColumnsShowAtOnceInOrderOfPlace() throws IOException {
    String errors =
        problem(
            """
            data:
              source: {type: csv, path: events.csv}
              derive:
                a: xx + 1
                b: a * 2
                c: sqrt(
              select: yy > 0
              label: {column: labl, signal: s}
              weight: ww
              features: [x, q*]
            split: {type: modulo, of: evnt, modulus: 5, valid: [0]}
            model: {type: xgboost, num_boost_round: 2}
            """);
    assertThat(errors.lines().filter(l -> l.startsWith("  -->")))
        .containsExactly(
            "  --> e.yaml:4:8",
            "  --> e.yaml:6:8",
            "  --> e.yaml:7:11",
            "  --> e.yaml:8:19",
            "  --> e.yaml:9:11",
            "  --> e.yaml:10:17",
            "  --> e.yaml:11:27");
  }

  @Test
  void everySourceThatCannotBeRead() throws IOException {
    String source = "[{type: csv, path: a.csv}, {type: csv, path: b.csv}]";
    String errors = problem(FILE.replace("{type: csv, path: events.csv}", source));
    assertThat(errors.lines().filter(l -> l.startsWith("error[missing-file]"))).hasSize(2);
  }

  @Test
  void aLabelAndAWeightThatAreBothWrong() throws IOException {
    set(4, "nan", 100);
    assertThat(problem(FILE.replace("signal: s}", "signal: sig}")))
        .contains("error[nan-weight]", "error[label-values]");
  }

  @Test
  void aPartThatNoEventIsIn() throws IOException {
    assertThat(problem(FILE + "split: {type: column, column: part, valid: 3, test: 77}\n"))
        .contains("error[empty-part]", "part 'test'", "e.yaml:9:53");
  }

  @Test
  void yieldsOfClassesAndProcessesTogether() throws IOException {
    assertThat(
            problem(
                FILE.replace(
                    "  weight: w",
                    "  process: part\n  yields: {\"3\": 1, signal: 2, signl: 3}\n  weight: w")))
        .contains("'signal' is a class, but other yields name processes")
        .contains("'signl' is neither a class nor a process; did you mean 'signal'?");
  }

  @Test
  void anAbsentColumnWithANearName() throws IOException {
    assertThat(problem(FILE.replace("weight: w", "weight: W")))
        .contains("no column 'W'", "did you mean 'w'?", "e.yaml:5:11");
  }

  @Test
  void aLabelValueThatNeverOccurs() throws IOException {
    assertThat(problem(FILE.replace("signal: s}", "signal: sig}")))
        .contains("no selected event has the label 'sig'", "values are", "e.yaml:4:34");
  }

  @Test
  void oneClassOnly() throws IOException {
    set(5, "s", 1);
    assertThat(problem(FILE)).contains("error[one-class]", "two classes are needed", "e.yaml:4:");
  }

  @Test
  void allWeightsZero() throws IOException {
    set(4, "0", 1);
    assertThat(problem(FILE)).contains("error[zero-weights]", "are zero", "e.yaml:5:11");
  }

  @Test
  void aWeightThatIsNotANumber() throws IOException {
    set(4, "nan", 80);
    assertThat(problem(FILE))
        .contains("error[nan-weight]", "raw row 0 is not a number", "e.yaml:5:11");
  }

  @Test
  void anEmptyWeight() throws IOException {
    set(4, "", 80);
    assertThat(problem(FILE)).contains("error[nan-weight]", "e.yaml:5:11");
  }

  @Test
  void aColumnThatTheHeaderNamesTwice() throws IOException {
    Path file = folder.resolve("events.csv");
    Files.writeString(file, Files.readString(file).replace("event,x,y,", "event,x,x,"));
    assertThat(problem(FILE)).contains("names 'x' twice", "e.yaml:2:29");
  }

  @Test
  void aFeatureListedTwice() throws IOException {
    assertThat(problem(FILE.replace("[x, y, z]", "[x, y, z, x]")))
        .contains("error[repeated-column]: 'x' is listed twice", "e.yaml:6:");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aDefaultColumnWhoseNameLeaks() throws IOException {
    Path file = folder.resolve("events.csv");
    Files.writeString(file, Files.readString(file).replace(",part\n", ",is_target\n"));
    assertThat(problem(FILE.replace("features: [x, y, z]", "id: event")))
        .contains("error[leaking-feature]", "'is_target'", "data.features: [\"!is_target\"]");
  }

  @Test
  void aDefaultColumnThatAloneSeparatesTheClasses() throws IOException {
    eachLine(line -> line.replaceFirst("\\d$", line.contains(",s,") ? "1" : "0"));
    assertThat(problem(FILE.replace("features: [x, y, z]", "id: event")))
        .contains("error[leaking-feature]", "'part'", "AUC 1.0000");
  }

  @Test
  void theLabelAmongTheFeatures() throws IOException {
    set(5, "1", 2);
    eachLine(line -> line.replace(",b,", ",0,"));
    assertThat(
            problem(FILE.replace("signal: s}", "signal: 1}").replace("[x, y, z]", "[x, y, label]")))
        .contains("'label' is the label", "e.yaml:6:20");
  }

  @Test
  void aGlobTakesNeitherLabelNorWeightNorId() throws IOException {
    set(5, "1", 2);
    eachLine(line -> line.replace(",b,", ",0,"));
    Files.writeString(
        folder.resolve("e.yaml"),
        FILE.replace("signal: s}", "signal: 1}")
            .replace("features: [x, y, z]", "id: event\n  features: [\"*\", \"!part\"]"));
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--quiet", "--out", "out");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(
            new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(folder.resolve("out/lock.json").toFile())
                .get("features"))
        .hasToString("[\"x\",\"y\",\"z\"]");
  }

  @Test
  void aGpuThatIsNotThere() throws IOException {
    assertThat(problem(FILE + "device: cuda\n")).contains("cuda", "e.yaml:9:9");
    assertThat(problem(FILE.replaceFirst("model: .*", "model: mlp") + "device: cuda\n"))
        .contains("cuda", "e.yaml:9:9");
    assertThat(problem(FILE.replaceFirst("model: .*", "model: mlp") + "device: cuda:7\n"))
        .contains("cuda:7", "e.yaml:9:9");
  }

  @Test
  void aRunFolderThatIsAFile() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), FILE);
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--out", "events.csv");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--out", "events.csv is a file").doesNotContain("\tat ");
  }

  @Test
  void aRunFolderThatIsNotEmpty() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), FILE);
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--out", ".");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--out", "not empty").doesNotContain("\tat ");
    assertThat(folder.resolve("status.json")).doesNotExist();
  }

  @Test
  void aRunFolderThatCannotBeMade() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), FILE);
    for (String out : new String[] {"events.csv/below", "/proc/nowhere/run"}) {
      CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml", "--out", out);
      assertThat(run.exit()).as(out).isEqualTo(2);
      assertThat(run.err()).contains("--out", out, "cannot be written").doesNotContain("\tat ");
    }
  }

  @Test
  void runsThatCannotBeWrittenBelowTheCurrentFolder() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), FILE);
    Files.writeString(folder.resolve("runs"), "a file in the way");
    CommandLineRun run = CommandLineRun.in(folder, "run", "e.yaml");
    assertThat(run.exit()).isIn(1, 2);
    assertThat(run.err()).contains("runs/e").contains("--out DIR").doesNotContain("\tat ");
  }

  @Test
  void aDiskThatIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("resolved.yaml"), FILE.replace("events.csv", "../events.csv"));
    Files.createSymbolicLink(run.resolve("history.csv"), full);
    CommandLineRun resume = CommandLineRun.in(folder, "resume", "run/resolved.yaml");
    assertThat(resume.exit()).isEqualTo(2); // no run folder: it has no status
    Files.writeString(
        run.resolve("status.json"),
        "{\"status\": \"interrupted\", \"started\": \"2026-01-01T00:00:00Z\"}");
    resume = CommandLineRun.in(folder, "resume", "run");
    assertThat(resume.exit()).as(resume.err()).isEqualTo(1);
    assertThat(resume.err())
        .contains("error[machine]: cannot write", "history.csv", "No space left on device")
        .doesNotContain("\tat ");
  }
}
