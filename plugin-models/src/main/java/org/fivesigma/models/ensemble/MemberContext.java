package org.fivesigma.models.ensemble;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Monitor;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.transform.Pipeline;

/**
 * A member's context: preprocessing is fitted once on all training events and shared by the members
 * that have the same steps, and a member's events are taken out of the shared matrix. So ten
 * members need one fit, one transformation, and in prediction one matrix.
 */
final class MemberContext implements TrainingContext {
  private final TrainingContext own;
  private final TrainingTask whole;
  private final List<Part> parts = new ArrayList<>();

  private record Part(Columns columns, int[] rows) {}

  private record Gathered(Pipeline pipeline, Columns columns, FeatureMatrix matrix) {}

  private final List<Gathered> gathered = new ArrayList<>();

  /**
   * A context around the framework's.
   *
   * @param whole the ensemble's task with the member's steps
   */
  MemberContext(TrainingContext own, TrainingTask whole) {
    this.own = own;
    this.whole = whole;
  }

  /** Says that these features are some rows of the training part. */
  void isPart(Sample sample, int[] rows) {
    parts.add(new Part(sample.features(), rows));
  }

  @Override
  public Pipeline pipeline(TrainingTask task) {
    return own.pipeline(task.preprocess().equals(whole.preprocess()) ? whole : task);
  }

  @Override
  public synchronized FeatureMatrix matrix(Pipeline pipeline, Columns raw) {
    for (Gathered known : gathered) {
      if (known.pipeline == pipeline && known.columns == raw) {
        return known.matrix;
      }
    }
    for (Part part : parts) {
      if (part.columns == raw) {
        FeatureMatrix matrix = take(own.matrix(pipeline, whole.train().features()), part.rows);
        gathered.add(new Gathered(pipeline, raw, matrix));
        return matrix;
      }
    }
    return own.matrix(pipeline, raw);
  }

  private static FeatureMatrix take(FeatureMatrix from, int[] rows) {
    FeatureMatrix some = new FeatureMatrix(from.names(), rows.length);
    for (int i = 0; i < rows.length; i++) {
      from.copyRow(
          rows[i], some.chunk(i / some.rowsPerChunk()), i % some.rowsPerChunk() * some.width());
    }
    return some;
  }

  @Override
  public Seeds seeds() {
    return own.seeds();
  }

  @Override
  public int threads() {
    return own.threads();
  }

  @Override
  public List<String> devices() {
    return own.devices();
  }

  @Override
  public Monitor monitor(String key, Sample sample) {
    return own.monitor(key, sample);
  }

  @Override
  public List<String> watched() {
    return List.of();
  }

  @Override
  public void report(long step, double epoch, Map<String, Double> metrics) {
    own.report(step, epoch, metrics);
  }

  @Override
  public void log(String line) {
    own.log(line);
  }

  @Override
  public void warn(String line) {
    own.warn(line);
  }

  @Override
  public void progress(long done, long total, String unit) {
    own.progress(done, total, unit);
  }

  @Override
  public void checkCancelled() {
    own.checkCancelled();
  }

  @Override
  public Optional<Path> checkpoints() {
    return own.checkpoints();
  }

  @Override
  public TrainingContext child(String name, Seeds seeds, int threads, List<String> devices) {
    return own.child(name, seeds, threads, devices);
  }

  @Override
  public Model fit(ModelSpec spec, TrainingTask task, TrainingContext child) {
    return own.fit(spec, task, child);
  }
}
