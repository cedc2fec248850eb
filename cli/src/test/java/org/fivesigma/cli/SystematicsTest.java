package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the block {@code systematics} gives, against sums done by hand. */
class SystematicsTest {
  @TempDir static Path folder;
  private static JsonNode metrics;
  private static JsonNode variations;
  private static Path run;

  @BeforeAll
  static void run() throws Exception {
    events(folder.resolve("events.csv"), 0);
    events(folder.resolve("shifted.csv"), 0.5);
    Files.writeString(
        folder.resolve("s.yaml"),
        experiment(
            """
            systematics:
              shift: {up: {set: {x: "x + 0.5"}}, down: {set: {x: "x - 0.5"}}}
              file: {up: {source: {type: csv, path: shifted.csv}}}
              none: {up: {set: {x: "x"}}}
              pileup: {up: {weight: w_up}, down: {weight: w_down}}
              norm: {yield: background, relative: 0.2}
              wjets: {yield: wjets, relative: 0.5}
            """));
    CommandLineRun done = CommandLineRun.in(folder, "run", "s.yaml", "--quiet");
    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(done.out()).contains("systematic shift of", "norm up", "total down");
    run = done.runFolder();
    metrics = new ObjectMapper().readTree(run.resolve("metrics.json").toFile());
    variations =
        new ObjectMapper().readTree(run.resolve("systematics.json").toFile()).get("variations");
  }

  /** Signal at x = 1, two backgrounds at 0; weights a little different for each event. */
  private static void events(Path file, double shift) throws Exception {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("event,x,y,w,w_up,w_down,kind\n");
    for (int i = 0; i < 4000; i++) {
      boolean signal = i % 2 == 0;
      double x = random.nextGaussian() + (signal ? 1 : 0) + shift;
      double y = random.nextGaussian() - (signal ? 1 : 0);
      double w = 0.5 + random.nextDouble();
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%.6f,%.6f,%.6f,%.6f,%.6f,%s%n",
              1000 + i,
              x,
              y,
              w,
              signal ? w : 1.1 * w,
              signal ? w : 0.9 * w,
              signal ? "higgs" : i % 4 == 1 ? "ttbar" : "wjets"));
    }
    Files.writeString(file, text);
  }

  private static String experiment(String systematics) {
    return """
        name: shifted
        seed: 3
        threads: 2
        data:
          source: {type: csv, path: events.csv}
          label: {column: kind, signal: higgs}
          process: kind
          weight: w
          id: event
          features: [x, y]
          select: x > -1
          yields: {signal: 100, background: 1000}
        model: {type: logistic}
        evaluate: {metrics: [auc, ams], bootstrap: 20, plots: none}
        """
        + systematics;
  }

  private static double value(String key) {
    assertThat(metrics.has(key)).as(key + " in " + metrics.fieldNames()).isTrue();
    return metrics.get(key).get("value").asDouble();
  }

  private static JsonNode variation(String source, String direction) {
    for (JsonNode v : variations) {
      if (v.get("source").asText().equals(source)
          && v.get("direction").asText().equals(direction)) {
        return v;
      }
    }
    throw new AssertionError("no " + source + " " + direction);
  }

  @Test
  void aWeightColumnKeepsTheNominalFactorOfItsClass() {
    assertThat(value("test/ams/b/pileup/up"))
        .isCloseTo(1.1 * value("test/ams/b"), within(1e-4 * value("test/ams/b")));
    assertThat(value("test/ams/s/pileup/up")).isCloseTo(value("test/ams/s"), within(1e-9));
    JsonNode ttbar = variation("pileup", "down").get("yields").get("test").get("ttbar");
    assertThat(ttbar.get("varied").asDouble())
        .isCloseTo(0.9 * ttbar.get("nominal").asDouble(), within(1e-3));
  }

  @Test
  void aYieldVariesByItsRelativeSize() {
    double s = value("test/ams/s");
    double b = value("test/ams/b");
    assertThat(value("test/ams/norm/up")).isCloseTo(ams(s, 1.2 * b), within(1e-9));
    assertThat(value("test/ams/norm/down")).isCloseTo(ams(s, 0.8 * b), within(1e-9));
    JsonNode yields = variation("wjets", "up").get("yields").get("test");
    assertThat(yields.get("wjets").get("varied").asDouble())
        .isCloseTo(1.5 * yields.get("wjets").get("nominal").asDouble(), within(1e-9));
    assertThat(yields.get("ttbar").get("varied").asDouble())
        .isEqualTo(yields.get("ttbar").get("nominal").asDouble());
  }

  private static double ams(double s, double b) {
    return Math.sqrt(2 * ((s + b + 10) * Math.log1p(s / (b + 10)) - s));
  }

  @Test
  void aVariationThatChangesNothingShiftsNothing() {
    metrics
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (key.endsWith("/none/up")) {
                assertThat(metrics.get(key).get("shift").asDouble()).as(key).isZero();
              }
            });
    assertThat(metrics.has("valid/ams/cut/none/up")).isTrue();
  }

  @Test
  void aShiftBeforeTheSelectionMovesEventsIntoIt() throws Exception {
    JsonNode background = variation("shift", "up").get("yields").get("test").get("ttbar");
    assertThat(background.get("varied_events").asInt())
        .isGreaterThan(background.get("nominal_events").asInt());
    assertThat(background.get("varied").asDouble())
        .isGreaterThan(background.get("nominal").asDouble());
    assertThat(value("test/ams/b/shift/up")).isGreaterThan(value("test/ams/b"));
    assertThat(value("test/ams/b/shift/down")).isLessThan(value("test/ams/b"));
  }

  @Test
  void theSameEventsInAnotherFileGiveTheSameAsTheirShift() {
    // Only events that the selection takes in anew may be in other parts: by row they are the same.
    for (String key : List.of("test/auc", "test/ams", "test/ams/s", "test/ams/b")) {
      assertThat(value(key + "/file/up")).isCloseTo(value(key + "/shift/up"), within(1e-4));
    }
  }

  @Test
  void theTotalAddsTheSourcesInQuadrature() {
    double up = 0;
    for (String source : List.of("shift", "file", "none", "pileup", "norm", "wjets")) {
      double largest = 0;
      for (String direction : List.of("up", "down")) {
        JsonNode m = metrics.get("test/ams/" + source + "/" + direction);
        largest = Math.max(largest, m == null ? 0 : m.get("shift").asDouble());
      }
      up = Math.hypot(up, largest);
    }
    assertThat(metrics.get("test/ams").get("syst_up").asDouble()).isCloseTo(up, within(1e-12));
  }

  @Test
  void noTrainingEventIsMeasuredUnderAVariation() throws Exception {
    Map<String, List<Object>> test = ParquetRows.read(run.resolve("predictions/test.parquet"));
    int nominal = test.get("id").size();
    int varied = metrics.get("test/auc/shift/up").get("n").asInt();
    int all = 4000;
    assertThat(varied).isBetween(nominal, nominal + all / 10);
    assertThat(metrics.get("test/auc/none/up").get("n").asInt()).isEqualTo(nominal);
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsTrained() throws Exception {
    Files.writeString(
        folder.resolve("wrong.yaml"),
        experiment(
            """
            systematics:
              shift: {up: {set: {xx: "x + 0.5"}}}
              pileup: {up: {weight: w_upp}}
              norm: {yield: backgroud, relative: 0.2}
            """));
    CommandLineRun failed = CommandLineRun.in(folder, "run", "wrong.yaml", "--quiet");
    assertThat(failed.exit()).isEqualTo(2);
    assertThat(failed.err()).contains("'w_upp'", "did you mean 'w_up'?", "wrong.yaml:17");
    Files.writeString(
        folder.resolve("wrong.yaml"),
        experiment(
            """
            systematics:
              shift: {up: {set: {xx: "x + 0.5"}}}
              norm: {yield: backgroud, relative: 0.2}
            """));
    failed = CommandLineRun.in(folder, "run", "wrong.yaml", "--quiet");
    assertThat(failed.exit()).isEqualTo(2);
    assertThat(failed.err())
        .contains("'xx'", "'backgroud'", "wrong.yaml:16", "wrong.yaml:17")
        .doesNotContain("epoch");
  }
}
