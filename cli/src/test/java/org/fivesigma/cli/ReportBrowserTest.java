package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reports in a real browser, offline: nothing fails, nothing is fetched, every plot is seen on a
 * desk and on a telephone. Pictures are left in {@code target/screenshots}.
 */
class ReportBrowserTest {
  private static final List<Path> BROWSERS =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));
  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final int WIDE = 1280;
  private static final int NARROW = 400;

  @TempDir static Path folder;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    Optional<Path> chromium = BROWSERS.stream().filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(chromium.isPresent(), "no Chromium here: apt-get install chromium");
    Files.createDirectories(SHOTS);
    playwright =
        Playwright.create(
            new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
      playwright.close();
    }
  }

  private static Path run(String name, String experiment) throws Exception {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(file, experiment);
    CommandLineRun run = CommandLineRun.in(folder, "run", file.toString(), "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    return run.runFolder();
  }

  @Test
  void binary() throws Exception {
    Path run =
        run(
            "binary",
            """
            data:
              source: {type: toy, generator: htautau, events: 4000}
              spectators: [m_vis]
              yields: {signal: 200, background: 4000}
            model: {type: xgboost, num_boost_round: 20, max_depth: 3}
            evaluate: {metrics: [auc, {type: ams, cut: plateau, replicas: 30}], bootstrap: 30}
            systematics: {norm: {yield: background, relative: 0.2}}
            """);
    List<String> plots =
        seen("binary", run, "Systematic variations", "Processes of test", "Overtraining");
    assertThat(plots)
        .contains(
            "score_distribution",
            "roc",
            "rejection",
            "precision_recall",
            "significance_ams",
            "yields",
            "confusion_by_truth",
            "confusion_by_prediction",
            "confusion_counts",
            "confusion_weights",
            "calibration",
            "systematics_ams",
            "sculpting_m_vis",
            "sculpting_efficiency_m_vis",
            "learning_curve",
            "importance",
            "importance_permutation",
            "correlation_signal",
            "correlation_background");
  }

  @Test
  void multiclass() throws Exception {
    StringBuilder csv = new StringBuilder("x,y,kind\n");
    java.util.Random random = new java.util.Random(3);
    for (int i = 0; i < 1500; i++) {
      csv.append(random.nextGaussian() + i % 3)
          .append(',')
          .append(random.nextGaussian() - i % 3)
          .append(',')
          .append(List.of("higgs", "top <b>&", "w").get(i % 3))
          .append('\n');
    }
    Files.writeString(folder.resolve("three.csv"), csv);
    Path run =
        run(
            "multiclass",
            """
            description: |
              Three <kinds> told apart
              by three networks.
            data:
              source: {type: csv, path: three.csv}
              label: {column: kind, classes: {Signal: higgs, Top: "top <b>&", W: w}, signal: Signal}
            model:
              type: ensemble
              members: 3
              of: {type: mlp, hidden: [8], epochs: 3, batch_size: 64}
            evaluate: {metrics: [auc, accuracy, kappa, {type: fom, min_background: 5}], bootstrap: 20}
            """);
    List<String> plots =
        seen(
            "multiclass",
            run,
            "Three <kinds> told apart\nby three networks.",
            "Confusion",
            "test accuracy",
            "member-02",
            "together");
    assertThat(plots).contains("confusion_by_truth", "roc", "significance_fom", "learning_curve");
    assertThat(plots).anyMatch(p -> p.startsWith("members_"));
  }

  @Test
  void runsInside() throws Exception {
    Path run =
        run(
            "study",
            """
            data:
              source: {type: toy, generator: gaussian, events: 1500}
            model: {type: xgboost, num_boost_round: 5}
            evaluate: {metrics: [auc], bootstrap: 20}
            tune:
              sampler: random
              trials: 3
              space: {model.max_depth: {int: [1, 4]}}
            """);
    seen("study", run, "trial-00", "best");
    run =
        run(
            "matrix",
            """
            data:
              source: {type: toy, generator: gaussian, events: 1500}
            model: {type: logistic}
            evaluate: {metrics: [auc], bootstrap: 20, plots: none}
            matrix: {model: {line: {model: {type: logistic}}, trees: {model: {type: xgboost, num_boost_round: 5}}}}
            """);
    seen("matrix", run, "model=line", "model=trees");
  }

  /** Looks at a report in both widths and gives the plots of the run. */
  private static List<String> seen(String name, Path run, String... texts) throws Exception {
    for (int width : new int[] {WIDE, NARROW}) {
      List<String> bad = new ArrayList<>();
      try (Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(width, 900))) {
        page.onConsoleMessage(m -> bad.add(m.type() + ": " + m.text()));
        page.onPageError(bad::add);
        page.onRequest(
            r -> {
              if (!r.url().startsWith("file:") && !r.url().startsWith("data:")) {
                bad.add("request: " + r.url());
              }
            });
        page.navigate(run.resolve("report.html").toUri().toString());
        assertThat(page.locator("body").innerText()).contains(texts);
        List<ElementHandle> drawings = page.querySelectorAll("figure > svg");
        try (Stream<Path> files = Files.list(run.resolve("plots"))) {
          assertThat((long) drawings.size())
              .isEqualTo(files.filter(f -> f.toString().endsWith(".svg")).count());
        } catch (java.nio.file.NoSuchFileException none) {
          assertThat(drawings).isEmpty();
        }
        for (ElementHandle drawing : drawings) {
          drawing.scrollIntoViewIfNeeded();
          assertThat(drawing.isVisible()).isTrue();
          BoundingBox box = drawing.boundingBox();
          assertThat(box.x).isGreaterThanOrEqualTo(0);
          assertThat(box.x + box.width).isLessThanOrEqualTo(width + 0.5);
          assertThat(box.width).isGreaterThan(300);
          assertThat(box.height).isGreaterThan(40);
        }
        Object scroll = page.evaluate("document.documentElement.scrollWidth");
        assertThat(((Number) scroll).intValue())
            .as("nothing sticks out")
            .isLessThanOrEqualTo(width);
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(SHOTS.resolve(name + "-" + width + ".png")));
      }
      assertThat(bad).as(name + " at " + width).isEmpty();
    }
    Path plots = run.resolve("plots");
    if (!Files.isDirectory(plots)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(plots)) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      List<String> ids =
          names.stream().filter(n -> n.endsWith(".svg")).map(n -> n.replace(".svg", "")).toList();
      assertThat(names).containsAll(ids.stream().map(id -> id + ".csv").toList());
      assertThat(names).containsAll(ids.stream().map(id -> id + ".png").toList());
      return ids;
    }
  }
}
