package org.fivesigma.models.network;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fivesigma.models.network.initializer.Initializers;
import org.fivesigma.models.network.optimizer.Adam;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.Shuffle;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.TrainingContext;

/**
 * Greedy pretraining by autoencoders (Bengio et al. 2007): each hidden layer first learns, with a
 * linear decoder that is thrown away, to reproduce what the layers before it give. Events count
 * equally; the error is the mean square over events and inputs.
 */
final class Pretraining {
  private final PretrainOptions options;
  private final TrainingContext context;
  private final int batchSize;

  Pretraining(PretrainOptions options, int batchSize, TrainingContext context) {
    this.options = options;
    this.batchSize = batchSize;
    this.context = context;
  }

  /** Replaces the first parameters of all hidden layers by pretrained ones. */
  void run(Architecture architecture, float[] parameters, FeatureMatrix features) {
    FeatureMatrix inputs = features;
    for (int layer = 0; layer < architecture.hidden().size(); layer++) {
      inputs = layer(architecture, layer, parameters, inputs);
    }
  }

  private FeatureMatrix layer(
      Architecture whole, int layer, float[] parameters, FeatureMatrix inputs) {
    int width = inputs.width();
    int units = whole.hidden().get(layer);
    Seeds seeds = context.seeds().child("pretrain", layer);
    Architecture pair =
        new Architecture(
            width, List.of(units), width, whole.activation(), false, Connections.PLAIN);
    float[] w = new float[Math.toIntExact(pair.parameters())];
    copy(whole, layer, parameters, pair, w, false);
    Architecture.Tensor decoder = pair.tensors().get(pair.tensors().size() - 2);
    Initializers.glorotUniform()
        .fill(w, decoder.offset(), decoder.columns(), decoder.rows(), seeds.stream("decoder"));
    try (Graph graph = new Graph(pair)) {
      double error = train(graph, w, inputs, seeds, layer);
      context.log(
          String.format(
              "pretraining of hidden layer %d: mean square error %.4g", layer + 1, error));
    }
    copy(whole, layer, parameters, pair, w, true);
    return layer + 1 < whole.hidden().size() ? encoded(pair, w, units, inputs) : inputs;
  }

  private double train(Graph graph, float[] w, FeatureMatrix inputs, Seeds seeds, int layer) {
    Features features = Features.of(inputs);
    int rows = features.rows();
    int width = features.width();
    int batch = Math.min(batchSize, rows);
    float[] x = new float[batch * width];
    Adam adam = Adam.adam(new Adam.AdamOptions(options.learningRate(), 0.9, 0.999, 1e-8, 0, false));
    graph.parameters().put(0, w);
    try (NDManager scope = graph.scope();
        Gradients gradients = new Gradients(graph, Optional.empty(), batch)) {
      NativeUpdater updater = NativeUpdater.of(adam, w.length, scope);
      double error = Double.NaN;
      for (int epoch = 0; epoch < options.epochs(); epoch++) {
        context.checkCancelled();
        int[] order = Shuffle.permutation(rows, seeds.stream("shuffle", epoch));
        double sum = 0;
        for (int from = 0; from < rows; from += batch) {
          int count = Math.min(batch, rows - from);
          features.gather(order, from, count, epoch, x);
          double loss =
              gradients.batch(
                  x, 0, count, (out, slope) -> meanSquare(out, x, count * width, slope), null);
          if (!Double.isFinite(loss)) {
            throw UserError.of(
                    "diverged",
                    String.format(
                        "the reconstruction error of hidden layer %d became %s in epoch %d",
                        layer + 1, loss, epoch + 1))
                .at("pretrain.learning_rate")
                .hint("a smaller learning rate");
          }
          updater.step(graph, gradients.gradient(), Optimizer.Rates.of(options.learningRate()));
          sum += loss * count;
        }
        error = sum / rows;
      }
      graph.parameters().get(0, w);
      return error;
    }
  }

  private static double meanSquare(float[] out, float[] x, int values, float[] slope) {
    double sum = 0;
    for (int i = 0; i < values; i++) {
      double d = (double) out[i] - x[i];
      sum += d * d;
      slope[i] = (float) (2 * d / values);
    }
    return sum / values;
  }

  /** Copies the layer's tensors that both networks have: weight, bias, slope. */
  private static void copy(
      Architecture whole,
      int layer,
      float[] parameters,
      Architecture pair,
      float[] w,
      boolean back) {
    for (Architecture.Tensor t : whole.tensors()) {
      if (t.layer() != layer) {
        continue;
      }
      for (Architecture.Tensor p : pair.tensors()) {
        if (p.layer() == 0 && p.role() == t.role()) {
          if (back) {
            System.arraycopy(w, p.offset(), parameters, t.offset(), t.size());
          } else {
            System.arraycopy(parameters, t.offset(), w, p.offset(), t.size());
          }
        }
      }
    }
  }

  /** What the trained layer gives for all events. */
  private FeatureMatrix encoded(Architecture pair, float[] w, int units, FeatureMatrix inputs) {
    Architecture encoder =
        new Architecture(
            inputs.width(), List.of(units), units, pair.activation(), false, Connections.PLAIN);
    float[] e = new float[Math.toIntExact(encoder.parameters())];
    copy(encoder, 0, e, pair, w, true);
    Architecture.Tensor identity = encoder.tensors().get(encoder.tensors().size() - 2);
    for (int i = 0; i < units; i++) {
      e[identity.offset() + i * units + i] = 1;
    }
    String[] names = new String[units];
    Arrays.setAll(names, i -> "unit" + i);
    FeatureMatrix out = new FeatureMatrix(List.of(names), inputs.rows());
    try (Graph graph = new Graph(encoder)) {
      graph.parameters().put(0, e);
      Scorer.run(
          List.of(graph),
          inputs.rows(),
          Scorer.rowsOf(inputs),
          context.threads(),
          (network, from, to, logits) -> {
            for (int row = from; row < to; row++) {
              System.arraycopy(
                  logits,
                  (row - from) * units,
                  out.chunk(row / out.rowsPerChunk()),
                  (row % out.rowsPerChunk()) * units,
                  units);
            }
          });
    }
    return out;
  }
}
