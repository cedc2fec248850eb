package org.fivesigma.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.fivesigma.core.run.RunConsole;

/**
 * What a run says: a progress bar with the newest metric and the time left on a terminal, one line
 * a step otherwise (at most one a second for each part of the work).
 */
final class RunsConsole implements RunConsole, AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Console console;
  private final boolean quiet;
  private final Map<String, Long> lastLine = new HashMap<>();
  private ProgressBar bar;
  private String barOf = "";

  RunsConsole(Console console, boolean quiet) {
    this.console = console;
    this.quiet = quiet;
  }

  @Override
  public synchronized void log(String line) {
    if (!quiet) {
      closeBar();
      console.message(line);
    }
  }

  @Override
  public synchronized void warn(String line) {
    closeBar();
    console.message("warning: " + line);
  }

  @Override
  public synchronized void progress(
      String what, long done, long total, String unit, String measured) {
    if (quiet) {
      return;
    }
    if (console.interactive()) {
      if (bar == null || !barOf.equals(what)) {
        closeBar();
        bar =
            new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
        barOf = what;
      }
      bar.maxHint(total);
      bar.stepTo(done);
      bar.setExtraMessage(measured);
      if (done >= total) {
        closeBar();
      }
      return;
    }
    long now = System.nanoTime();
    Long last = lastLine.get(what);
    if (done >= total || last == null || now - last >= PAUSE.toNanos()) {
      lastLine.put(what, now);
      console.message(
          what
              + ": "
              + done
              + " of "
              + total
              + " "
              + unit
              + (measured.isEmpty() ? "" : ", " + measured));
    }
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public synchronized void close() {
    closeBar();
  }
}
