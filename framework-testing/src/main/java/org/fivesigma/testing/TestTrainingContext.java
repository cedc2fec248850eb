package org.fivesigma.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
 * A training context for tests of models: fits {@link TestPipeline}s, watches {@code auc}, {@code
 * loss} and {@code accuracy}, and keeps everything that was reported. Children share what is kept.
 */
public final class TestTrainingContext implements TrainingContext {
  private final Shared shared;
  private final String prefix;
  private final Seeds seeds;
  private final int threads;
  private final List<String> devices;

  private TestTrainingContext(
      Shared shared, String prefix, Seeds seeds, int threads, List<String> devices) {
    this.shared = shared;
    this.prefix = prefix;
    this.seeds = seeds;
    this.threads = threads;
    this.devices = List.copyOf(devices);
  }

  /**
   * A context on the CPU.
   *
   * @param classes number of classes of the tasks it serves
   */
  public static TestTrainingContext of(long seed, int threads, int classes) {
    return new TestTrainingContext(
        new Shared(classes), "", new Seeds(seed), threads, List.of("cpu"));
  }

  /** The same context with other devices. */
  public TestTrainingContext withDevices(String... other) {
    return new TestTrainingContext(shared, prefix, seeds, threads, List.of(other));
  }

  /** The same context with a folder for checkpoints. */
  public TestTrainingContext withCheckpoints(Path folder) {
    shared.checkpoints = Optional.of(folder);
    return this;
  }

  /** Stops training at the n-th check, as a user or a pruner would. */
  public TestTrainingContext cancelAtCheck(int n) {
    shared.checksLeft.set(n);
    return this;
  }

  /** What was reported. */
  public List<Report> reports() {
    return List.copyOf(shared.reports);
  }

  /** The values of one metric, in order, by its whole key ({@code member-03/valid/auc}). */
  public double[] history(String key) {
    return reports().stream()
        .filter(r -> r.metrics.containsKey(key))
        .mapToDouble(r -> r.metrics.get(key))
        .toArray();
  }

  /** Lines logged. */
  public List<String> lines() {
    return List.copyOf(shared.lines);
  }

  /** Warnings given. */
  public List<String> warnings() {
    return List.copyOf(shared.warnings);
  }

  /** How often progress was told. */
  public int progressCalls() {
    return shared.progress.get();
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
    synchronized (shared.pipelines) {
      return shared
          .pipelines
          .computeIfAbsent(task.train().features(), columns -> new LinkedHashMap<>())
          .computeIfAbsent(task.preprocess(), steps -> TestPipeline.fit(task, new Seeds(0)));
    }
  }

  @Override
  public FeatureMatrix matrix(Pipeline pipeline, Columns raw) {
    synchronized (shared.matrices) {
      return shared
          .matrices
          .computeIfAbsent(pipeline, p -> new IdentityHashMap<>())
          .computeIfAbsent(raw, r -> pipeline.transform(r, threads));
    }
  }

  @Override
  public Monitor monitor(String key, Sample sample) {
    return TestMonitors.monitor(key, sample, shared.classes);
  }

  @Override
  public void report(long step, double epoch, Map<String, Double> metrics) {
    Map<String, Double> named = new LinkedHashMap<>();
    metrics.forEach((key, value) -> named.put(prefix + key, value));
    shared.reports.add(new Report(step, epoch, named));
  }

  @Override
  public void log(String line) {
    shared.lines.add(prefix + line);
  }

  @Override
  public void warn(String line) {
    shared.warnings.add(prefix + line);
  }

  @Override
  public void progress(long done, long total, String unit) {
    if (done > total) {
      throw new IllegalArgumentException(done + " of " + total + " " + unit);
    }
    shared.progress.incrementAndGet();
  }

  @Override
  public void checkCancelled() {
    if (shared.checksLeft.decrementAndGet() == 0) {
      throw new StopTraining("asked to by the test", false);
    }
  }

  @Override
  public Optional<Path> checkpoints() {
    return shared.checkpoints.map(folder -> prefix.isEmpty() ? folder : folder.resolve(prefix));
  }

  @Override
  public TrainingContext child(
      String name, Seeds childSeeds, int childThreads, List<String> childDevices) {
    return new TestTrainingContext(
        shared, prefix + name + "/", childSeeds, childThreads, childDevices);
  }

  @Override
  public Model fit(ModelSpec spec, TrainingTask task, TrainingContext child) {
    return spec.trainer().create().fit(task.withPreprocess(spec.preprocess()), child);
  }

  /** One call of {@link #report}, with whole keys. */
  public record Report(long step, double epoch, Map<String, Double> metrics) {}

  private static final class Shared {
    private final int classes;
    private final List<Report> reports = Collections.synchronizedList(new ArrayList<>());
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger progress = new AtomicInteger();
    private final AtomicInteger checksLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final IdentityHashMap<Columns, Map<List<?>, Pipeline>> pipelines =
        new IdentityHashMap<>();
    private final IdentityHashMap<Pipeline, IdentityHashMap<Columns, FeatureMatrix>> matrices =
        new IdentityHashMap<>();
    private Optional<Path> checkpoints = Optional.empty();

    Shared(int classes) {
      this.classes = classes;
    }
  }
}
