package org.fivesigma.core.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
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

/** The framework's side of a training: shared features, metrics to watch, where reports go. */
final class RunTrainingContext implements TrainingContext {
  private final Seeds seeds;
  private final int threads;
  private final List<String> devices;
  private final String prefix;
  private final PreparedFeatures features;
  private final Monitors monitors;
  private final RunEvents events;
  private final Optional<Path> checkpoints;
  private final List<String> watched;
  private long since = System.nanoTime();
  private double epochsBefore;

  RunTrainingContext(
      Seeds seeds,
      int threads,
      List<String> devices,
      String prefix,
      PreparedFeatures features,
      Monitors monitors,
      RunEvents events,
      Optional<Path> checkpoints,
      List<String> watched) {
    this.seeds = seeds;
    this.threads = threads;
    this.devices = List.copyOf(devices);
    this.prefix = prefix;
    this.features = features;
    this.monitors = monitors;
    this.events = events;
    this.checkpoints = checkpoints;
    this.watched = List.copyOf(watched);
  }

  @Override
  public Seeds seeds() {
    return seeds;
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public List<String> devices() {
    return devices;
  }

  @Override
  public Pipeline pipeline(TrainingTask task) {
    Pipeline pipeline = features.pipeline(task, threads, events::log);
    since = System.nanoTime();
    return pipeline;
  }

  @Override
  public FeatureMatrix matrix(Pipeline pipeline, Columns raw) {
    FeatureMatrix matrix = features.matrix(pipeline, raw, threads);
    since = System.nanoTime();
    return matrix;
  }

  @Override
  public Monitor monitor(String key, Sample sample) {
    return monitors.of(key, sample, seeds, threads);
  }

  @Override
  public List<String> watched() {
    return watched;
  }

  @Override
  public void report(long step, double epoch, Map<String, Double> metrics) {
    if (prefix.isEmpty()) {
      events.metrics(step, epoch, metrics);
    } else {
      Map<String, Double> prefixed = new LinkedHashMap<>();
      metrics.forEach((k, v) -> prefixed.put(prefix + k, v));
      events.metrics(step, epoch, prefixed);
    }
    time(step, epoch);
  }

  /** A round's or epoch's time: since the last report, or since the data was ready. */
  private void time(long step, double epoch) {
    long now = System.nanoTime();
    double rounds = epoch - epochsBefore;
    if (rounds > 0) {
      events.timing(step, epoch, prefix + "time/round_seconds", (now - since) / 1e9 / rounds);
    }
    epochsBefore = epoch;
    since = now;
  }

  @Override
  public void log(String line) {
    events.log(prefix.isEmpty() ? line : prefix.substring(0, prefix.length() - 1) + ": " + line);
  }

  @Override
  public void warn(String line) {
    events.warn(prefix.isEmpty() ? line : prefix.substring(0, prefix.length() - 1) + ": " + line);
  }

  @Override
  public void progress(long done, long total, String unit) {
    events.progress(
        prefix.isEmpty() ? "training" : prefix.substring(0, prefix.length() - 1),
        done,
        total,
        unit);
  }

  @Override
  public void checkCancelled() {
    events.check();
  }

  @Override
  public Optional<Path> checkpoints() {
    return checkpoints;
  }

  @Override
  public TrainingContext child(
      String name, Seeds childSeeds, int childThreads, List<String> childDevices) {
    return new RunTrainingContext(
        childSeeds,
        childThreads,
        childDevices,
        prefix + name + "/",
        features,
        monitors,
        events,
        checkpoints.map(c -> c.resolve(name)),
        watched);
  }

  @Override
  public Model fit(ModelSpec spec, TrainingTask task, TrainingContext child) {
    return spec.trainer().create().fit(task.withPreprocess(spec.preprocess()), child);
  }
}
