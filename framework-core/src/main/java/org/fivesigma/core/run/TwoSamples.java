package org.fivesigma.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.core.events.WeightStep;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.metric.Sum;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;

/** A classifier of two samples of events, cross-fitted: no event is scored by its own model. */
final class TwoSamples {
  private final WeightStep.Events events;
  private final Experiment.Reweight spec;
  private final Columns features;
  private final int[] rows;
  private final int sources;

  /** The source sample first, then the target. */
  TwoSamples(
      WeightStep.Events events,
      Experiment.Reweight spec,
      Columns features,
      int[] source,
      int[] target) {
    this.events = events;
    this.spec = spec;
    this.features = features;
    this.rows = IntStream.concat(Arrays.stream(source), Arrays.stream(target)).toArray();
    this.sources = source.length;
  }

  /**
   * The chance that each event is of the target sample, source events first, if both samples were
   * as likely.
   *
   * @param weights of all events; those that are not positive, and hidden events, are not learned
   *     from
   */
  double[] scores(double[] weights, Seeds seeds) {
    int[] fold = folds(seeds);
    double[] scores = new double[rows.length];
    for (int f = 0; f < spec.folds(); f++) {
      int own = f;
      int[] train =
          IntStream.range(0, rows.length)
              .filter(i -> fold[i] != own && weights[rows[i]] > 0 && !events.hidden()[rows[i]])
              .toArray();
      int[] scored = IntStream.range(0, rows.length).filter(i -> fold[i] == own).toArray();
      try (Model model = fit(train, weights, seeds.child("fold", f))) {
        double[] found =
            model.predict(new PredictionInput(features.select(rows(scored)), events.threads()));
        for (int i = 0; i < scored.length; i++) {
          scores[scored[i]] = found[i];
        }
      }
    }
    return scores;
  }

  /** Folds of nearly equal size within each sample, in random order. */
  private int[] folds(Seeds seeds) {
    int[] fold = new int[rows.length];
    SplittableRandom random = seeds.stream("folds");
    shuffleInto(fold, 0, sources, random);
    shuffleInto(fold, sources, rows.length, random);
    return fold;
  }

  private void shuffleInto(int[] fold, int from, int to, SplittableRandom random) {
    for (int i = from; i < to; i++) {
      fold[i] = (i - from) % spec.folds();
    }
    for (int i = to - 1; i > from; i--) {
      int j = from + random.nextInt(i - from + 1);
      int kept = fold[i];
      fold[i] = fold[j];
      fold[j] = kept;
    }
  }

  private int[] rows(int[] places) {
    return Arrays.stream(places).map(i -> rows[i]).toArray();
  }

  private Model fit(int[] train, double[] weights, Seeds seeds) {
    TrainingTask task =
        new TrainingTask(
            sample(train, weights),
            Optional.empty(),
            List.of(spec.source(), spec.target()),
            1,
            List.of(),
            Map.of(),
            spec.model().preprocess());
    RunTrainingContext context =
        new RunTrainingContext(
            seeds,
            events.threads(),
            List.of("cpu"),
            "",
            new PreparedFeatures(seeds.child("preprocess")),
            new Monitors(id -> Optional.empty(), List.of(), task.classes(), 1),
            new Quiet(),
            Optional.empty(),
            List.of());
    try {
      return context.fit(spec.model(), task, context);
    } catch (UserError e) {
      throw e.under("reweight.model");
    }
  }

  /** Weights with the same sum for both samples, and mean one. */
  private Sample sample(int[] train, double[] weights) {
    int[] labels = new int[train.length];
    double[] w = new double[train.length];
    long[] ids = new long[train.length];
    List<Sum> sums = new ArrayList<>(List.of(new Sum(), new Sum()));
    for (int i = 0; i < train.length; i++) {
      labels[i] = train[i] < sources ? 0 : 1;
      w[i] = weights[rows[train[i]]];
      ids[i] = events.row()[rows[train[i]]];
      sums.get(labels[i]).add(w[i]);
    }
    for (int c = 0; c < 2; c++) {
      if (!(sums.get(c).value() > 0)) {
        throw UserError.of(
                "empty-sample",
                "'"
                    + (c == 0 ? spec.source() : spec.target())
                    + "' has no events of positive weight to learn from")
            .at(c == 0 ? "reweight.source" : "reweight.target");
      }
    }
    for (int i = 0; i < w.length; i++) {
      w[i] *= train.length / (2 * sums.get(labels[i]).value());
    }
    return new Sample(features.select(rows(train)), labels, w, w, ids);
  }

  /** These small trainings tell nobody of their rounds. */
  private final class Quiet implements RunEvents {
    @Override
    public void metrics(long step, double epoch, Map<String, Double> values) {}

    @Override
    public void log(String line) {}

    @Override
    public void warn(String line) {
      events.log().accept("warning: reweight: " + line);
    }

    @Override
    public void progress(String what, long done, long total, String unit) {}

    @Override
    public void timing(long step, double epoch, String what, double seconds) {}

    @Override
    public void check() {
      if (Thread.currentThread().isInterrupted()) {
        throw new TrainingContext.StopTraining("interrupted", false);
      }
    }
  }
}
