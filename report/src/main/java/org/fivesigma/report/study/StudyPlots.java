package org.fivesigma.report.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.fivesigma.report.figure.Bars;
import org.fivesigma.report.figure.Drawing;
import org.fivesigma.report.figure.Figure;
import org.fivesigma.report.figure.HeatMap;

/**
 * The plots of a study: how the best value grew, which parameters matter, the trials over each
 * parameter and over the two that matter most, and all parameters side by side.
 */
public final class StudyPlots {
  private static final int MOST_SLICES = 8;
  private static final int CELLS = 10;
  private static final double REACH = 0.12;
  private static final double MARGIN = 0.03;

  private final StudyData study;

  /** The plots of a study. */
  public StudyPlots(StudyData study) {
    this.study = study;
  }

  /** All of them. */
  public List<Drawing> all() {
    List<Drawing> drawings = new ArrayList<>();
    if (study.empty()) {
      return drawings;
    }
    drawings.add(history());
    drawings.add(importance());
    List<String> paths = study.paths();
    if (paths.size() > 1) {
      drawings.add(contour(paths.get(0), paths.get(1)));
      drawings.add(parallelCoordinates(paths));
    }
    paths.stream().limit(MOST_SLICES).forEach(path -> drawings.add(slice(path)));
    return drawings;
  }

  private Drawing history() {
    Figure figure = new Figure("study_history", "Trials of the study", "trial", study.objective());
    add(figure, "finished", study.finished(), 0);
    add(figure, "pruned", study.points().stream().filter(StudyData.Point::pruned).toList(), 5);
    range(figure, study.points().stream().mapToDouble(StudyData.Point::trial).toArray(), false);
    List<StudyData.Point> finished = study.finished();
    double[] best = new double[finished.size()];
    for (int i = 0; i < best.length; i++) {
      double own = finished.get(i).value();
      best[i] =
          i == 0 ? own : study.maximise() ? Math.max(best[i - 1], own) : Math.min(best[i - 1], own);
    }
    figure.line(
        "best so far",
        finished.stream().mapToDouble(StudyData.Point::trial).toArray(),
        best,
        1,
        false);
    return figure;
  }

  private static void add(Figure figure, String name, List<StudyData.Point> points, int colour) {
    if (!points.isEmpty()) {
      figure.points(
          name,
          points.stream().mapToDouble(StudyData.Point::trial).toArray(),
          points.stream().mapToDouble(StudyData.Point::value).toArray(),
          new double[points.size()],
          colour);
    }
  }

  private Drawing importance() {
    Bars bars =
        new Bars(
            "study_importance",
            "Importance of parameters (PED-ANOVA)",
            "share of what tells good trials from all");
    study.importance().forEach((path, share) -> bars.bar(path, share, 0));
    return bars;
  }

  private Drawing slice(String path) {
    List<String> categories = study.categories(path);
    Figure figure =
        new Figure(
            "study_slice_" + path.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", ""),
            "Trials over " + path,
            path,
            study.objective());
    List<StudyData.Point> with =
        study.finished().stream().filter(p -> p.params().containsKey(path)).toList();
    if (with.isEmpty()) {
      return figure;
    }
    double[] x = with.stream().mapToDouble(p -> study.number(p, path)).toArray();
    if (categories.isEmpty()) {
      range(figure, x, study.logarithmic(path));
    } else {
      figure.xNames(categories);
    }
    figure.points(
        "",
        x,
        with.stream().mapToDouble(StudyData.Point::value).toArray(),
        new double[with.size()],
        0);
    return figure;
  }

  /** An axis somewhat longer than its values, so that no point lies on the frame. */
  private static void range(Figure figure, double[] x, boolean logarithmic) {
    double low = Arrays.stream(x).min().orElse(0);
    double high = Arrays.stream(x).max().orElse(1);
    if (logarithmic) {
      figure.logX();
      double factor = Math.pow(high / low, MARGIN);
      figure.xRange(low / factor, high * factor);
    } else {
      double margin = MARGIN * (high - low);
      figure.xRange(low - margin, high + margin);
    }
  }

  /** From 0, the worst value, to 1, the best: local means over two parameters. */
  private Drawing contour(String first, String second) {
    Axis x = axis(first);
    Axis y = axis(second);
    double[] goodness = goodness();
    int rows = y.labels().size();
    double[][] cells = new double[rows][x.labels().size()];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cells[r].length; c++) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < goodness.length; i++) {
          double dx = x.distance(i, c);
          double dy = y.distance(i, rows - 1 - r);
          double w = Math.exp(-0.5 * (dx * dx + dy * dy));
          if (!Double.isNaN(w)) {
            sum += w * goodness[i];
            weights += w;
          }
        }
        cells[r][c] = weights > 0.1 ? sum / weights : Double.NaN;
      }
    }
    List<String> names = new ArrayList<>(y.labels());
    Collections.reverse(names);
    return new HeatMap(
        "study_contour",
        "The two parameters that matter most (1 = best trial, 0 = worst)",
        second,
        first,
        names,
        x.labels(),
        cells,
        false);
  }

  /**
   * A parameter as one side of a map.
   *
   * @param places of the finished trials, in cells
   * @param labels the value in the middle of each cell
   * @param reach how many cells a trial speaks for
   */
  private record Axis(double[] places, List<String> labels, double reach) {
    double distance(int trial, int cell) {
      return (places[trial] - cell) / reach;
    }
  }

  /** Ten cells over a parameter's range; for one of texts a cell each, which share nothing. */
  private Axis axis(String path) {
    List<String> categories = study.categories(path);
    double[] values = study.finished().stream().mapToDouble(p -> study.number(p, path)).toArray();
    if (!categories.isEmpty()) {
      return new Axis(values, categories, 0.1);
    }
    double[] there = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    double low = Arrays.stream(there).min().orElse(0);
    double high = Arrays.stream(there).max().orElse(1);
    List<String> labels = new ArrayList<>();
    for (int c = 0; c < CELLS; c++) {
      double at = (c + 0.5) / CELLS;
      double value =
          study.logarithmic(path)
              ? Math.exp(Math.log(low) + at * (Math.log(high) - Math.log(low)))
              : low + at * (high - low);
      labels.add(String.format(Locale.ROOT, "%.3g", value));
    }
    double[] places = Arrays.stream(study.places(path)).map(v -> v * CELLS - 0.5).toArray();
    return new Axis(places, labels, REACH * CELLS);
  }

  private double[] goodness() {
    double[] values = study.finished().stream().mapToDouble(StudyData.Point::value).toArray();
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(1);
    return Arrays.stream(values)
        .map(v -> high > low ? (v - low) / (high - low) : 0.5)
        .map(v -> study.maximise() ? v : 1 - v)
        .toArray();
  }

  private Drawing parallelCoordinates(List<String> paths) {
    Figure figure =
        new Figure(
            "study_parallel_coordinates",
            "All parameters side by side, each on its own range",
            "",
            "lowest to highest");
    List<String> names = new ArrayList<>(List.of(study.objective()));
    paths.forEach(path -> names.add(path.substring(path.lastIndexOf('.') + 1)));
    figure.xNames(names);
    double[] goodness = goodness();
    double[] sorted = goodness.clone();
    Arrays.sort(sorted);
    double[][] places = new double[paths.size()][];
    Arrays.setAll(places, j -> study.places(paths.get(j)));
    double[] axis = new double[paths.size() + 1];
    Arrays.setAll(axis, j -> j);
    String[] quarters = {"best quarter", "middle half", "worst quarter"};
    int[] colours = {1, 5, 6};
    for (int group = quarters.length - 1; group >= 0; group--) {
      boolean named = false;
      for (int i = 0; i < goodness.length; i++) {
        if (group(goodness[i], sorted) == group) {
          double[] y = new double[axis.length];
          y[0] = study.maximise() ? goodness[i] : 1 - goodness[i];
          for (int j = 0; j < paths.size(); j++) {
            y[j + 1] = places[j][i];
          }
          figure.line(named ? "" : quarters[group], axis, y, colours[group], false);
          named = true;
        }
      }
    }
    return figure;
  }

  private static int group(double goodness, double[] sorted) {
    if (goodness >= sorted[(int) (0.75 * (sorted.length - 1))]) {
      return 0;
    }
    return goodness >= sorted[(int) (0.25 * (sorted.length - 1))] ? 1 : 2;
  }
}
