package org.fivesigma.models.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.Monitor;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.ModelSpec;
import org.fivesigma.spi.transform.Pipeline;

/** A framework small enough for tests: keeps what a training reports. */
final class TestContext implements TrainingContext {
  final Map<String, List<Double>> history = new LinkedHashMap<>();
  final List<String> warnings = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  private final Seeds seeds;
  private final int threads;
  Optional<Path> checkpoints = Optional.empty();
  List<String> devices = List.of("cpu");
  int stopAfterEpochs = Integer.MAX_VALUE;
  int epochs;
  Optional<Pipeline> pipeline = Optional.empty();
  Runnable afterReport = () -> {};

  TestContext(long seed, int threads) {
    this.seeds = new Seeds(seed);
    this.threads = threads;
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
    return pipeline.orElseGet(() -> new PlainPipeline(task.train().features().names()));
  }

  @Override
  public FeatureMatrix matrix(Pipeline pipeline, Columns raw) {
    return pipeline.transform(raw, threads);
  }

  @Override
  public Monitor monitor(String key, Sample sample) {
    if (!key.endsWith("/auc")) {
      throw UserError.of("unknown-metric", key);
    }
    return new Monitor() {
      @Override
      public boolean maximise() {
        return true;
      }

      @Override
      public double value(double[] scores) {
        return Toy.auc(scores, sample.labels());
      }
    };
  }

  @Override
  public void report(long step, double epoch, Map<String, Double> metrics) {
    metrics.forEach((k, v) -> history.computeIfAbsent(k, x -> new ArrayList<>()).add(v));
    epochs = (int) epoch;
    afterReport.run();
  }

  @Override
  public void log(String line) {
    lines.add(line);
  }

  @Override
  public void warn(String line) {
    warnings.add(line);
  }

  @Override
  public void progress(long done, long total, String unit) {}

  @Override
  public void checkCancelled() {
    if (epochs >= stopAfterEpochs) {
      throw new StopTraining("interrupted", false);
    }
  }

  @Override
  public Optional<Path> checkpoints() {
    return checkpoints;
  }

  @Override
  public TrainingContext child(String name, Seeds childSeeds, int n, List<String> on) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Model fit(ModelSpec spec, TrainingTask task, TrainingContext child) {
    throw new UnsupportedOperationException();
  }
}
