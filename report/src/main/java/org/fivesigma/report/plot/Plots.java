package org.fivesigma.report.plot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fivesigma.report.RunFiles;
import org.fivesigma.report.figure.Drawing;
import org.fivesigma.report.study.StudyData;
import org.fivesigma.report.study.StudyPlots;
import org.fivesigma.spi.report.ReportedRun;

/** All plots of a run that there is something to draw for. */
public final class Plots {
  /** What {@code evaluate.plots} may name. */
  public static final List<String> IDS =
      List.of(
          "score_distribution",
          "roc",
          "rejection",
          "precision_recall",
          "significance_*",
          "yields",
          "confusion_by_truth",
          "confusion_by_prediction",
          "confusion_counts",
          "confusion_weights",
          "calibration",
          "systematics_*",
          "sculpting_*",
          "reweight_*",
          "learning_curve",
          "learning_*",
          "learning_rate",
          "lr_find",
          "importance",
          "importance_permutation",
          "members_*",
          "correlation_signal",
          "correlation_background",
          "study_*");

  private Plots() {}

  /** Those that are wanted, in the order in which a reader asks for them. */
  public static List<Drawing> of(ReportedRun run, RunFiles files) throws IOException {
    if (run.plots().equals(List.of("none"))) {
      return List.of();
    }
    List<Drawing> drawings = new ArrayList<>();
    if (run.parts().isEmpty()) {
      drawings.addAll(new StudyPlots(new StudyData(files)).all());
    } else {
      RunData data = new RunData(run, files);
      drawings.addAll(new ScorePlots(data).all());
      drawings.addAll(1, new RankingPlots(data).all());
      drawings.addAll(new SystematicPlots(data).all());
      drawings.addAll(new SpectatorPlots(data).all());
      drawings.addAll(new ReweightPlots(data).all());
      drawings.addAll(new TrainingPlots(data).all());
    }
    drawings.add(RangeTestPlot.of(files));
    drawings.removeIf(Drawing::empty);
    boolean all = run.plots().isEmpty() || run.plots().contains("default");
    drawings.removeIf(d -> !all && run.plots().stream().noneMatch(wanted -> names(wanted, d.id())));
    return drawings;
  }

  private static boolean names(String wanted, String id) {
    return wanted.endsWith("*")
        ? id.startsWith(wanted.substring(0, wanted.length() - 1))
        : wanted.equals(id);
  }
}
