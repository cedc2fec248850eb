package org.fivesigma.models.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.fivesigma.models.network.optimizer.CheckpointArrays;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.Shuffle;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Persistent;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.model.TrainingContext;

/**
 * The training loop: epochs of shuffled batches, one optimiser step each. Every random stream
 * derives from the seeds by its purpose and the epoch or step, so that a resumed training draws
 * what the interrupted one would have drawn.
 */
final class Training implements Persistent, AutoCloseable {
  /** A loss that is so many times the first is no training. */
  private static final double GROWN = 20;

  private final Plan plan;
  private final Graph graph;
  private final Events train;
  private final Watch watch;
  private final TrainingContext context;
  private final Seeds seeds;
  private final Schedule.Course course;
  private final Optional<BestEpoch> best;
  private final Optional<Averaging.Course> averaging;
  private final float[] parameters;
  private final float[] statistics;
  private final Steps steps;
  private final int batch;
  private final int stepsPerEpoch;
  private final Checkpoint checkpoint;

  private int epoch;
  private long step;
  private long elapsed;
  private double firstLoss;
  private boolean warned;

  /**
   * What a training needs beside its data.
   *
   * @param optimizer with its learning rate settled
   * @param epochs that schedules span
   * @param lastEpoch epochs at most
   * @param earlyStopping empty: run all epochs, keep the last
   * @param dropout makes masks for batches of so many events; gives nothing for none
   * @param identity of the training, for its checkpoints
   * @param checkpointEvery least time between checkpoints
   */
  record Plan(
      Optimizer optimizer,
      double learningRate,
      Schedule schedule,
      Optional<Averaging> averaging,
      Loss loss,
      int batchSize,
      int epochs,
      int lastEpoch,
      Optional<EarlyStopping> earlyStopping,
      Optional<Duration> timeBudget,
      Optional<Double> gradientClip,
      double l1,
      double l2,
      IntFunction<Optional<Dropout>> dropout,
      long identity,
      Duration checkpointEvery) {}

  /** Metrics after an epoch. */
  interface Watch {
    /** All that is reported, {@code valid/loss} among them, by key. */
    Map<String, Double> measure(Graph graph);

    /** Whether more of a metric is better. */
    boolean maximise(String key);
  }

  /**
   * A training of a graph whose parameters are initialised.
   *
   * @param graph where the network is measured after an epoch; its statistics are the first ones
   * @param parameters first values; they become the trained ones
   * @param made makes what computes the steps, for batches of up to so many events
   */
  Training(
      Plan plan,
      Graph graph,
      float[] parameters,
      IntFunction<Steps> made,
      Events train,
      Watch watch,
      TrainingContext context) {
    this.plan = plan;
    this.graph = graph;
    this.train = train;
    this.watch = watch;
    this.context = context;
    this.seeds = context.seeds();
    this.parameters = parameters;
    this.statistics = new float[graph.statistics().capacity()];
    this.batch = Math.min(plan.batchSize(), train.rows());
    this.stepsPerEpoch = stepsPerEpoch();
    Schedule.Setting setting =
        new Schedule.Setting(
            plan.learningRate(), stepsPerEpoch, (long) stepsPerEpoch * plan.epochs());
    this.course = plan.schedule().start(setting);
    this.averaging = plan.averaging().map(a -> a.start(setting));
    this.best = plan.earlyStopping().map(e -> new BestEpoch(e, watch.maximise(e.monitor())));
    this.steps = made.apply(graph.architecture().batchNorm() ? batch + 1 : batch);
    this.checkpoint =
        new Checkpoint(context.checkpoints(), plan.identity(), plan.checkpointEvery());
    graph.statistics().get(0, statistics);
  }

  /** With batch normalisation a last batch of one event joins the one before it. */
  private int stepsPerEpoch() {
    int rows = train.rows();
    boolean alone = graph.architecture().batchNorm() && rows > batch && rows % batch == 1;
    return (rows + batch - 1) / batch - (alone ? 1 : 0);
  }

  /**
   * What came out.
   *
   * @param networks one, or several whose scores are averaged
   * @param bestEpoch the epoch that was kept, from 1; 0 when moments of several were
   * @param ended why the training ended
   */
  record Result(
      List<MlpModel.Weights> networks, int epochs, int bestEpoch, long steps, String ended) {}

  /** Continues a training that was cut off, if its checkpoint is there; says whether. */
  boolean resume() {
    boolean resumed = checkpoint.resume(this);
    if (resumed) {
      context.log(String.format("continued after epoch %d of %d", epoch, plan.lastEpoch()));
    }
    return resumed;
  }

  /**
   * Trains to the end.
   *
   * @throws UserError when the loss is no longer a number
   */
  Result run() {
    steps.put(parameters, statistics);
    String ended = "all epochs done";
    while (epoch < plan.lastEpoch()) {
      if (best.isPresent() && best.get().stops()) {
        ended =
            String.format(
                "%s did not improve for %d epochs",
                plan.earlyStopping().orElseThrow().monitor(),
                plan.earlyStopping().orElseThrow().patience().orElseThrow());
        break;
      }
      if (plan.timeBudget().isPresent() && elapsed >= plan.timeBudget().get().toNanos()) {
        ended = "time budget used up";
        break;
      }
      context.checkCancelled();
      long begin = System.nanoTime();
      double loss = epoch();
      epoch++;
      ended(loss);
      elapsed += System.nanoTime() - begin;
      checkpoint.save(this);
    }
    checkpoint.saveNow(this);
    return result(ended);
  }

  private Result result(String ended) {
    List<float[]> averaged = averaging.map(Averaging.Course::networks).orElse(List.of());
    if (!averaged.isEmpty()) {
      List<MlpModel.Weights> networks =
          averaged.stream().map(w -> new MlpModel.Weights(w, statisticsOf(w))).toList();
      return new Result(networks, epoch, 0, step, ended);
    }
    BestEpoch kept =
        best.filter(b -> plan.earlyStopping().orElseThrow().restoreBest() && b.epoch() > 0)
            .orElse(null);
    MlpModel.Weights weights =
        kept == null
            ? new MlpModel.Weights(parameters.clone(), statistics.clone())
            : kept.weights();
    return new Result(List.of(weights), epoch, kept == null ? epoch : kept.epoch(), step, ended);
  }

  /** Statistics of batch normalisation for other parameters: their mean over all batches. */
  private float[] statisticsOf(float[] network) {
    float[] result = statistics.clone();
    if (result.length == 0) {
      return result;
    }
    steps.put(network, result);
    int[] order = Shuffle.permutation(train.rows(), seeds.stream("statistics"));
    for (int b = 0; b < stepsPerEpoch; b++) {
      steps.normalise(batch(order, b), 1.0 / (b + 1));
    }
    steps.get(network.clone(), result);
    return result;
  }

  private Steps.Batch batch(int[] order, int number) {
    int from = number * batch;
    int count = number == stepsPerEpoch - 1 ? order.length - from : batch;
    return new Steps.Batch(order, from, count, epoch);
  }

  /** One pass over the events; gives the mean loss of its batches. */
  private double epoch() {
    int rows = train.rows();
    int[] order = Shuffle.permutation(rows, seeds.stream("shuffle", epoch));
    double sum = 0;
    for (int b = 0; b < stepsPerEpoch; b++) {
      Steps.Batch events = batch(order, b);
      sum += step(events) * events.count();
      if (step % 50 == 0) {
        context.checkCancelled();
        context.progress(step, (long) stepsPerEpoch * plan.lastEpoch(), "steps");
      }
    }
    steps.get(parameters, statistics);
    return sum / rows;
  }

  private double step(Steps.Batch events) {
    double rate = course.learningRate(step);
    double loss = steps.step(events, step, new Optimizer.Rates(rate, course.momentum(step), epoch));
    if (!Double.isFinite(loss)) {
      throw diverged(loss, rate);
    }
    firstLoss = step == 0 ? loss : firstLoss;
    step++;
    if (averaging.isPresent()) {
      steps.get(parameters, statistics);
      averaging.get().stepped(step, parameters);
    }
    return loss;
  }

  /** A loss that grows without bound but stays a number. */
  private void warnOfGrowth(double loss) {
    double limit = GROWN * Math.max(1, Math.abs(firstLoss));
    if (loss > limit && !warned) {
      warned = true;
      context.warn(
          String.format(
              "the loss grew from %.3g in the first step to %.3g in epoch %d: a learning rate of"
                  + " %.3g is too large",
              firstLoss, loss, epoch, plan.learningRate()));
    }
  }

  private UserError diverged(double loss, double rate) {
    return UserError.of(
            "diverged",
            String.format(
                "the loss became %s at step %,d (epoch %d) with learning rate %.3g",
                loss, step + 1, epoch + 1, rate))
        .at("optimizer.learning_rate")
        .hint(
            String.format(
                "try learning_rate: %.1g, gradient_clip: 1.0, or a schedule that starts low"
                    + " (one_cycle, warmup); check that features are scaled",
                rate / 10));
  }

  private void ended(double loss) {
    warnOfGrowth(loss);
    graph.parameters().put(0, parameters);
    graph.statistics().put(0, statistics);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("train/loss", loss);
    metrics.putAll(watch.measure(graph));
    metrics.put("learning_rate", course.learningRate(Math.max(0, step - 1)));
    best.ifPresent(
        b ->
            b.ended(
                epoch,
                metrics.getOrDefault(plan.earlyStopping().orElseThrow().monitor(), Double.NaN),
                parameters,
                statistics));
    Optional<String> watched = plan.schedule().monitor();
    course.epochEnded(
        watched.map(k -> metrics.getOrDefault(k, Double.NaN)).orElse(Double.NaN),
        watched.map(watch::maximise).orElse(false));
    context.report(step, epoch, metrics);
    context.progress(step, (long) stepsPerEpoch * plan.epochs(), "steps");
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(epoch);
    out.writeLong(step);
    out.writeLong(elapsed);
    out.writeDouble(firstLoss);
    out.writeBoolean(warned);
    CheckpointArrays.write(out, parameters);
    CheckpointArrays.write(out, statistics);
    steps.save(out);
    course.save(out);
    if (averaging.isPresent()) {
      averaging.get().save(out);
    }
    if (best.isPresent()) {
      best.get().save(out);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    epoch = in.readInt();
    step = in.readLong();
    elapsed = in.readLong();
    firstLoss = in.readDouble();
    warned = in.readBoolean();
    copy(CheckpointArrays.readFloats(in), parameters);
    copy(CheckpointArrays.readFloats(in), statistics);
    steps.load(in);
    course.load(in);
    if (averaging.isPresent()) {
      averaging.get().load(in);
    }
    if (best.isPresent()) {
      best.get().load(in);
    }
  }

  private static void copy(float[] from, float[] to) throws IOException {
    if (from.length != to.length) {
      throw new IOException("a checkpoint of " + from.length + " values for " + to.length);
    }
    System.arraycopy(from, 0, to, 0, to.length);
  }

  @Override
  public void close() {
    steps.close();
  }
}
