package org.fivesigma.tracking.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fivesigma.spi.track.MetricPoint;
import org.fivesigma.spi.track.RunEnd;
import org.fivesigma.tracking.RealServer;
import org.fivesigma.tracking.TestRun;
import org.fivesigma.tracking.delivery.MlflowSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user sees of our runs in MLflow's pages, in a real browser. Pictures of each page are left
 * in {@code target/screenshots}.
 */
@ExtendWith(RealServer.class)
class BrowserTest {
  private static final List<Path> BROWSERS =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));
  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final String MODE = "?workflowType=machine_learning";
  private static final int PATIENCE = 40_000;
  private static final List<String> SYSTEM =
      List.of(
          "cpu_utilization_percentage",
          "system_memory_usage_percentage",
          "disk_usage_percentage",
          "network_receive_megabytes",
          "gpu_0_utilization_percentage");

  @TempDir Path temp;

  @Test
  void runsAreShownAsMlflowShowsItsOwn(RealServer.Running mlflow) throws Exception {
    Optional<Path> chromium = BROWSERS.stream().filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(chromium.isPresent(), "no Chromium here: apt-get install chromium");
    MlflowSession session =
        RealServer.session(
            mlflow.uri(), Map.of(), new CopyOnWriteArrayList<>(), Optional.of("shown-classifier"));
    TestRun study = study(session);
    assertThat(session.close(Duration.ofSeconds(60)).pending()).isZero();
    Files.createDirectories(SHOTS);
    // The browser is Debian's; none is fetched.
    CreateOptions create =
        new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    try (Playwright playwright = Playwright.create(create);
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
      Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1700, 1250));
      page.setDefaultTimeout(PATIENCE);
      com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
      List<JsonNode> runs = mlflow.runs("shown");
      String experiment = runs.get(0).path("info").path("experiment_id").asText();
      String base = mlflow.uri() + "/#/experiments/" + experiment;
      String parent = base + "/runs/" + id(runs, study.folder().getFileName().toString());

      try (MlflowSession reader = mlflow.session(new ArrayList<>())) {
        experimentPage(page, reader.server().page("shown"));
      }
      runPage(page, parent);
      charts(page, parent);
      images(page, base);
      systemMetrics(page, parent);
      artifacts(page, parent);
      childPage(page, base + "/runs/" + id(runs, "trial-002"));
      compare(page, mlflow.uri(), experiment, runs);
      registry(page, mlflow.uri());
    }
  }

  private TestRun study(MlflowSession session) {
    TestRun study = new TestRun(temp.resolve("20260101-120000-abcdef"), "shown", TestRun.now());
    study.begin(session).train(40);
    for (int i = 0; i < 6; i++) {
      for (String key : SYSTEM) {
        study
            .tracked()
            .metric(
                new MetricPoint("system/" + key, 20 + 9 * i, i, i, Instant.now().plusSeconds(i)));
      }
    }
    for (int i = 0; i < 6; i++) {
      TestRun child = study.child("trial-00" + i);
      child.parameters().clear();
      child.parameters().put("model.eta", Double.toString(5 * (i + 1) / 100.0));
      child.parameters().put("model.max_depth", Integer.toString(3 + i % 3));
      course(child.begin(session), i);
      child.write(
          "metrics.json",
          "{\"valid/auc\": {\"value\": " + (80 + i) / 100.0 + ", \"std_error\": 0.002}}");
      if (i == 4) {
        child.end(RunEnd.Status.PRUNED, "below the median at step 3");
      } else {
        child.finish();
      }
    }
    return study.results().finish();
  }

  /** Trials differ by more than their end. */
  private static void course(TestRun child, int trial) {
    for (int step = 1; step <= 30; step++) {
      double rate = 0.05 * (trial + 1);
      child.point(step, "train/loss", 0.3 + 0.4 * Math.exp(-rate * step));
      child.point(step, "valid/loss", 0.35 + 0.35 * Math.exp(-rate * step) + 0.001 * rate * step);
      child.point(step, "valid/auc", 0.8 + 0.01 * trial - 0.3 * Math.exp(-2 * rate * step));
    }
  }

  private static String id(List<JsonNode> runs, String name) {
    return runs.stream()
        .filter(r -> r.path("info").path("run_name").asText().equals(name))
        .map(r -> r.path("info").path("run_id").asText())
        .findFirst()
        .orElseThrow();
  }

  private static void open(Page page, String address) {
    // The pages differ behind '#' only: without a blank one between, the browser stays where it is.
    page.navigate("about:blank");
    page.navigate(address);
  }

  /** The assistant opens by itself, some time after the page. */
  private static void closeAssistant(Page page) {
    page.waitForTimeout(1500);
    Locator assistant = page.locator("[aria-label='Close']").first();
    if (page.getByText("MLflow Assistant").first().isVisible() && assistant.isVisible()) {
      assistant.click();
      page.waitForTimeout(500);
    }
  }

  private static void shot(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
  }

  private static void sees(Page page, String text) {
    assertThat(page.getByText(text).first()).isVisible();
  }

  private static void experimentPage(Page page, URI address) {
    open(page, address.toString());
    sees(page, "20260101-120000-abcdef");
    sees(page, "test/auc");
    sees(page, "test/ams");
    sees(page, "model.max_depth");
    // The experiment's own description.
    sees(page, "A search");
    closeAssistant(page);
    // The box before a run's name opens the runs inside it.
    page.locator(".ag-row button:has(svg)").first().click();
    sees(page, "trial-003");
    shot(page, "experiment");
  }

  private static void runPage(Page page, String run) {
    open(page, run + MODE);
    sees(page, "for signal");
    sees(page, "shown train");
    sees(page, "shown.yaml");
    sees(page, "shown-classifier");
    sees(page, "test/auc_err");
    sees(page, "model.eta");
    page.getByText("Show more").first().click();
    sees(page, "0.8431 ± 0.0021");
    sees(page, "6 runs, 5 finished, 1 pruned.");
    sees(page, "git.commit");
    sees(page, "Finished");
    shot(page, "run");
    page.getByText("shown train").first().click();
    for (String column : List.of("DER_mass_MMC", "PRI_tau_pt", "PRI_met")) {
      sees(page, column);
    }
    sees(page, "500");
    shot(page, "dataset");
  }

  private static void charts(Page page, String run) {
    open(page, run + "/model-metrics" + MODE);
    for (String group : List.of("train", "valid", "test")) {
      assertThat(exactly(page, group)).isVisible();
    }
    assertThat(page.locator(".js-plotly-plot").first()).isVisible();
    shot(page, "charts");
    // A chart is drawn when it comes into sight.
    exactly(page, "train").scrollIntoViewIfNeeded();
    for (String chart : List.of("learning_rate", "loss")) {
      assertThat(exactly(page, chart)).isVisible();
    }
  }

  private static Locator exactly(Page page, String text) {
    return page.getByText(text, new Page.GetByTextOptions().setExact(true)).first();
  }

  /** The grid of images is among the charts of an experiment. */
  private static void images(Page page, String experiment) {
    open(page, experiment + "/runs" + MODE + "&compareRunsMode=CHART");
    Locator section = page.getByText("Model metrics").first();
    section.scrollIntoViewIfNeeded();
    for (String plot : List.of("roc", "score")) {
      Locator image = page.locator("img[src*='images%2F" + plot + "%2B']").first();
      assertThat(image).isVisible();
      // Shown and whole: a broken picture has no width of its own.
      page.waitForFunction("i => i.naturalWidth === 240", image.elementHandle());
    }
    shot(page, "images");
  }

  private static void systemMetrics(Page page, String run) {
    open(page, run + "/system-metrics" + MODE);
    for (String series : SYSTEM) {
      sees(page, series);
    }
    assertThat(page.locator(".js-plotly-plot").first()).isVisible();
    shot(page, "system");
  }

  private static void artifacts(Page page, String run) {
    open(page, run + "/artifacts/report.html" + MODE);
    sees(page, "resolved.yaml");
    FrameLocator frame = page.frameLocator("iframe");
    assertThat(frame.getByText("Report of the run").first()).isVisible();
    shot(page, "artifacts");
  }

  private static void childPage(Page page, String run) {
    open(page, run + MODE);
    sees(page, "Parent run");
    sees(page, "trial-002");
    sees(page, "model.max_depth");
    shot(page, "child");
  }

  private static void compare(Page page, URI server, String experiment, List<JsonNode> runs) {
    List<String> ids = new ArrayList<>();
    for (JsonNode run : runs) {
      if (run.path("info").path("run_name").asText().startsWith("trial")) {
        ids.add("%22" + run.path("info").path("run_id").asText() + "%22");
      }
    }
    open(
        page,
        server
            + "/#/compare-runs?runs=["
            + String.join(",", ids)
            + "]&experiments=[%22"
            + experiment
            + "%22]&workflowType=machine_learning");
    sees(page, "Parallel Coordinates Plot");
    sees(page, "model.eta");
    Locator axes = page.locator(".js-plotly-plot .axis-title");
    assertThat(axes).hasText(new String[] {"model.eta", "model.max_depth", "train/loss"});
    for (int i = 0; i < 6; i++) {
      sees(page, "trial-00" + i);
    }
    shot(page, "compare");
  }

  private static void registry(Page page, URI server) {
    open(page, server + "/#/models/shown-classifier" + MODE);
    sees(page, "Version 1");
    sees(page, "newest");
    shot(page, "registry");
    page.getByText("Version 1").first().click();
    sees(page, "run 20260101-120000-abcdef");
    sees(page, "0.8431 ± 0.0021");
    sees(page, "Inputs (3)");
    shot(page, "version");
  }
}
