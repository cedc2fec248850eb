package org.fivesigma.models.network;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.model.Monitor;
import org.fivesigma.spi.model.Sample;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;

/** Measures a network after each epoch: the loss of the valid part, and the metrics asked for. */
final class Validation implements Training.Watch, AutoCloseable {
  private static final String VALID_LOSS = "valid/loss";
  private static final String TRAIN_LOSS = "train/loss";

  private final Loss loss;
  private final Events train;
  private final Optional<Events> valid;
  private final Map<String, Monitor> monitors = new LinkedHashMap<>();
  private final int threads;
  private final Optional<Graph> copy;

  /**
   * On the first of the training's devices where that is a GPU; its calls come from one thread
   * then.
   */
  Validation(
      MlpOptions options,
      Architecture architecture,
      Optional<EarlyStopping> stopping,
      TrainingTask task,
      Events train,
      Optional<Events> valid,
      TrainingContext context) {
    this.loss = options.loss().create();
    this.train = train;
    this.valid = valid;
    Set<String> keys = new LinkedHashSet<>();
    stopping.ifPresent(e -> keys.add(e.monitor()));
    options.schedule().create().monitor().ifPresent(keys::add);
    context.watched().stream()
        .filter(k -> k.startsWith("train/") || (k.startsWith("valid/") && valid.isPresent()))
        .forEach(keys::add);
    for (String key : keys) {
      boolean onTrain = key.startsWith("train/");
      if (!onTrain && valid.isEmpty()) {
        throw UserError.of("no-valid-part", "'" + key + "' needs a valid part, there is none")
            .at("early_stopping.monitor");
      }
      if (!key.equals(VALID_LOSS) && !key.equals(TRAIN_LOSS)) {
        Sample sample = onTrain ? task.train() : task.valid().orElseThrow();
        monitors.put(key, context.monitor(key, sample));
      }
    }
    String device = context.devices().get(0);
    boolean gpu = Devices.gpu(List.of(device));
    this.threads = gpu ? 1 : context.threads();
    this.copy =
        gpu ? Optional.of(new Graph(architecture, Precision.FLOAT32, device)) : Optional.empty();
  }

  @Override
  public Map<String, Double> measure(Graph trained) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Graph graph = copy.orElse(trained);
    copy.ifPresent(c -> c.load(trained));
    int outputs = graph.architecture().outputs();
    float[] validLogits = valid.map(v -> logits(graph, v)).orElse(null);
    valid.ifPresent(
        v ->
            metrics.put(
                VALID_LOSS,
                loss.batch(
                    validLogits,
                    outputs,
                    v.labels(),
                    v.weights(),
                    v.rows(),
                    new float[validLogits.length])));
    double[] validScores = null;
    double[] trainScores = null;
    for (Map.Entry<String, Monitor> entry : monitors.entrySet()) {
      double[] scores;
      if (entry.getKey().startsWith("train/")) {
        trainScores = trainScores == null ? Scores.of(logits(graph, train), outputs) : trainScores;
        scores = trainScores;
      } else {
        validScores = validScores == null ? Scores.of(validLogits, outputs) : validScores;
        scores = validScores;
      }
      metrics.put(entry.getKey(), entry.getValue().value(scores));
    }
    return metrics;
  }

  private float[] logits(Graph graph, Events events) {
    return Scorer.logits(graph, events.rows(), Scorer.rowsOf(events.matrix()), threads);
  }

  @Override
  public void close() {
    copy.ifPresent(Graph::close);
  }

  @Override
  public boolean maximise(String key) {
    Monitor monitor = monitors.get(key);
    return monitor != null && monitor.maximise();
  }
}
