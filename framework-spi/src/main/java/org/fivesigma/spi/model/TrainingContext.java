package org.fivesigma.spi.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.transform.Pipeline;

/** What a trainer may use and where it reports; provided by the framework. Thread-safe. */
public interface TrainingContext {
  /** Streams of this training: members, folds and repeats have their own. */
  Seeds seeds();

  /** How many threads this training may use. */
  int threads();

  /** Devices to use, resolved: {@code cpu}, {@code cuda:0}; never empty. */
  List<String> devices();

  /**
   * Fits the task's steps on its train part. The same steps on the same events are fitted once and
   * shared by trials, repeats and members.
   */
  Pipeline pipeline(TrainingTask task);

  /**
   * Raw columns through a pipeline; the same columns and pipeline are transformed once and shared
   * while in use.
   */
  FeatureMatrix matrix(Pipeline pipeline, Columns raw);

  /**
   * A metric watched while training, such as {@code valid/auc} or {@code valid/loss}.
   *
   * @param key {@code <part>/<metric>[/<detail>]}; the part is the task's {@code valid} (or {@code
   *     train})
   * @param sample the events whose scores will be given
   * @throws org.fivesigma.spi.UserError for a metric that does not exist or does not fit the
   *     classes
   */
  Monitor monitor(String key, Sample sample);

  /**
   * Metric keys that others want with every report, such as the study's objective for its pruner: a
   * trainer adds them to what it measures anyway.
   */
  default List<String> watched() {
    return List.of();
  }

  /**
   * Tells what was measured after a step. Values reach the history, the console, the trackers and
   * the pruner.
   *
   * @param step optimiser steps or boosting rounds done
   * @param epoch epochs done, fractional within one; equal to step for boosting rounds
   * @param metrics by key, such as {@code train/loss}
   */
  void report(long step, double epoch, Map<String, Double> metrics);

  /** One line for the user. */
  void log(String line);

  /** A warning: shown, and kept in the report. */
  void warn(String line);

  /** Where the work stands, for the progress bar: {@code done} of {@code total} {@code unit}s. */
  void progress(long done, long total, String unit);

  /**
   * Gives the framework the chance to stop this training.
   *
   * @throws StopTraining when the user interrupted the run, or a pruner or budget stops this
   *     training
   */
  void checkCancelled();

  /**
   * A folder for this training's checkpoints, kept until the run is finished; empty where none are
   * wanted.
   */
  Optional<Path> checkpoints();

  /**
   * The context of a part of this work: own seeds, own prefix in metric keys ({@code
   * member-03/valid/loss}).
   */
  TrainingContext child(String name, Seeds seeds, int threads, List<String> devices);

  /** Trains another model (a member) with its own preprocessing. */
  Model fit(ModelSpec spec, TrainingTask task, TrainingContext child);

  /**
   * Thrown by {@link #checkCancelled}; passes through trainers unhandled, but for freeing memory.
   */
  final class StopTraining extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean pruned;

    /** Pruned by the study, or interrupted by the user. */
    public StopTraining(String reason, boolean pruned) {
      super(reason);
      this.pruned = pruned;
    }

    /** Whether a pruner stopped this training; otherwise the run was interrupted. */
    public boolean pruned() {
      return pruned;
    }
  }
}
