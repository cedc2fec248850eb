package org.fivesigma.core.run;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.core.pipeline.PipelineFitter;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.transform.Pipeline;

/**
 * Fitted pipelines and transformed features that trainings on the same events share: members,
 * trials, repeats. Matrices are kept while memory allows. Thread-safe; a thing that two trainings
 * ask for at once is made once.
 */
final class PreparedFeatures {
  private record Fit(
      List<StepSpec> steps, Columns train, double[] weights, FutureTask<FittedPipeline> pipeline) {}

  private record Matrix(
      Pipeline pipeline, Columns raw, SoftReference<FutureTask<FeatureMatrix>> matrix) {}

  private record Selected(EventData data, int[] rows, String part, Sample sample) {}

  private final Seeds seeds;
  private final List<Selected> samples = new ArrayList<>();
  private final List<Fit> fits = new ArrayList<>();
  private final List<Matrix> matrices = new ArrayList<>();

  PreparedFeatures(Seeds seeds) {
    this.seeds = seeds;
  }

  /** The events of a part as trainings see them: the same object for the same rows. */
  @SuppressWarnings("ReferenceEquality") // the same data, not equal ones
  Sample sample(EventData data, int[] rows, String part) {
    synchronized (samples) {
      for (Selected s : samples) {
        if (s.data == data && s.rows == rows && s.part.equals(part)) {
          return s.sample;
        }
      }
      Sample sample = TrainedFolds.sample(data, rows, part);
      samples.add(new Selected(data, rows, part, sample));
      return sample;
    }
  }

  FittedPipeline pipeline(TrainingTask task, int threads, Consumer<String> notes) {
    FutureTask<FittedPipeline> work = null;
    boolean mine = false;
    synchronized (fits) {
      for (Fit fit : fits) {
        if (fit.train == task.train().features()
            && fit.weights == task.train().trainingWeights()
            && fit.steps.equals(task.preprocess())) {
          work = fit.pipeline;
        }
      }
      if (work == null) {
        work =
            new FutureTask<>(
                () ->
                    PipelineFitter.fit(
                        task.preprocess(),
                        new PipelineFitter.Training(
                            task.train().features(),
                            task.train().trainingWeights(),
                            task.train().labels(),
                            task.momenta(),
                            java.util.Optional.of(task.signalClass())),
                        seeds,
                        threads,
                        notes));
        fits.add(
            new Fit(
                task.preprocess(), task.train().features(), task.train().trainingWeights(), work));
        mine = true;
      }
    }
    if (mine) {
      work.run();
    }
    return get(work);
  }

  FeatureMatrix matrix(Pipeline pipeline, Columns raw, int threads) {
    FutureTask<FeatureMatrix> work = null;
    boolean mine = false;
    synchronized (matrices) {
      matrices.removeIf(m -> m.matrix.get() == null);
      for (Matrix m : matrices) {
        if (m.pipeline == pipeline && m.raw == raw) {
          work = m.matrix.get();
        }
      }
      if (work == null) {
        work = new FutureTask<>(() -> pipeline.transform(raw, threads));
        matrices.add(new Matrix(pipeline, raw, new SoftReference<>(work)));
        mine = true;
      }
    }
    if (mine) {
      work.run();
    }
    return get(work);
  }

  private static <T> T get(FutureTask<T> work) {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while preparing features", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserError user) {
        throw user.key().isPresent() && user.key().get().startsWith("[")
            ? user.under("preprocess")
            : user;
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
