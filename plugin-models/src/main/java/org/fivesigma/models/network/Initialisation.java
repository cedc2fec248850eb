package org.fivesigma.models.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.models.network.initializer.Initializers;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.model.Initializer;
import org.fivesigma.spi.option.Configured;

/** First parameters of a network: drawn weights, biases 0, no normalisation yet. */
final class Initialisation {
  private Initialisation() {}

  /** Parameters as the options want them, each layer from its own stream. */
  static float[] parameters(
      Optional<MlpOptions.Init> options, Architecture architecture, Seeds seeds) {
    float[] parameters = new float[Math.toIntExact(architecture.parameters())];
    for (Architecture.Tensor t : architecture.tensors()) {
      switch (t.role()) {
        case WEIGHT -> {
          SplittableRandom random = seeds.stream("init", t.layer());
          initializer(options, architecture, t.layer())
              .fill(parameters, t.offset(), t.columns(), t.rows(), random);
        }
        case SCALE -> Arrays.fill(parameters, t.offset(), t.offset() + t.size(), 1f);
        case SLOPE -> parameters[t.offset()] = (float) architecture.activation().parameter();
        case EMBEDDING ->
            Initializers.glorotUniform()
                .fill(
                    parameters,
                    t.offset(),
                    t.columns(),
                    t.rows(),
                    seeds.stream("embedding", t.layer()));
        case BIAS ->
            initializer(options, architecture, t.layer())
                .fillBiases(
                    parameters,
                    t.offset(),
                    architecture.fanIn(t.layer()),
                    t.size(),
                    seeds.stream("init_bias", t.layer()));
        case SHIFT -> {}
      }
    }
    return parameters;
  }

  private static Initializer initializer(
      Optional<MlpOptions.Init> options, Architecture architecture, int layer) {
    Optional<Configured<Initializer>> place =
        options.flatMap(
            i ->
                (layer == 0 && !architecture.last(layer)
                        ? i.input()
                        : architecture.last(layer) ? i.output() : i.hidden())
                    .or(i::all));
    if (place.isPresent()) {
      return place.get().create();
    }
    if (architecture.last(layer)) {
      return Initializers.glorotUniform();
    }
    return switch (architecture.activation().function()) {
      case SELU -> Initializers.lecunNormal();
      case TANH, SIGMOID -> Initializers.glorotUniform();
      default -> Initializers.heNormal();
    };
  }

  /** Running means 0 and variances 1. */
  static void statistics(Graph graph) {
    int at = 0;
    if (graph.architecture().batchNorm()) {
      for (int width : graph.architecture().hidden()) {
        for (int i = 0; i < width; i++) {
          graph.statistics().put(at + i, 0f).put(at + width + i, 1f);
        }
        at += 2 * width;
      }
    }
  }
}
