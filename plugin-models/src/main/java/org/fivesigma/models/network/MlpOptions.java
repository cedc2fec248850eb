package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.symmetry.AugmentOptions;
import org.fivesigma.models.network.symmetry.Symmetry;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Initializer;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.DefaultPreprocess;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Options of {@code mlp}. */
@DefaultPreprocess("[{type: impute, strategy: median, indicator: true}, {type: standard_scale}]")
public record MlpOptions(
    @Option(
            description = "Widths of the hidden layers; an empty list is a linear model.",
            value = "[100, 100, 100, 100]",
            min = 1,
            single = true,
            main = true)
        List<Integer> hidden,
    @Option(description = "Activation of hidden layers.", value = "swish", main = true)
        Configured<Activation> activation,
    @Option(
            description =
                "How weights are drawn, for all layers or for input, hidden and output apart;"
                    + " default: what suits the activation, and glorot_uniform for the last layer.",
            example = "{type: normal, std: 0.1}")
        Optional<Init> init,
    @Option(description = "Batch normalisation before the activation.", value = "false")
        boolean batchNorm,
    @Option(
            description = "Probability that a hidden unit is dropped in a training step.",
            value = "0.0",
            min = 0,
            max = 1,
            maxExclusive = true,
            main = true)
        double dropout,
    @Option(
            description = "auto: alpha dropout under selu, plain otherwise.",
            value = "auto",
            choices = {"auto", "plain", "alpha"})
        String dropoutType,
    @Option(
            description =
                "plain; residual: a layer's input is added to its output where widths agree; dense:"
                    + " each layer sees all before it.",
            value = "plain")
        Connections connections,
    @Option(
            description = "l1·Σ|w| over weights (not biases) is added to the loss.",
            value = "0.0",
            min = 0)
        double l1,
    @Option(
            description = "l2·Σw² over weights (not biases) is added to the loss.",
            value = "0.0",
            min = 0)
        double l2,
    @Option(
            description =
                "Categories whose columns (made by one_hot) become a learned vector: its length by feature.",
            value = "{}",
            min = 1,
            example = "{PRI_jet_num: 2}")
        Map<String, Integer> embedding,
    @Option(description = "What training makes small.", value = "cross_entropy")
        Configured<Loss> loss,
    @Option(description = "How parameters follow the gradient.", value = "adam", main = true)
        Configured<Optimizer> optimizer,
    @Option(description = "How the learning rate changes.", value = "constant", main = true)
        Configured<Schedule> schedule,
    @Option(description = "Events per step.", value = "256", min = 1, unit = "events", main = true)
        int batchSize,
    @Option(
            description = "Passes over the training events, at most.",
            value = "30",
            min = 1,
            main = true)
        int epochs,
    @Option(
            description =
                "Precision of products in training; bfloat16_mixed is faster on wide layers and needs a"
                    + " processor with such instructions.",
            value = "float32")
        Precision precision,
    @Option(
            description =
                "Training ends with the epoch in which this time is over; results then depend on"
                    + " the machine's speed.",
            example = "30m")
        Optional<String> timeBudget,
    @Option(
            description = "When to stop, and which epoch to keep; default: never, the last.",
            shorthand = "monitor",
            example = "{monitor: valid/auc, patience: 15}")
        Optional<EarlyStopping> earlyStopping,
    @Option(
            description = "Gradients longer than this (Euclidean norm) are shortened to it.",
            min = 0,
            minExclusive = true,
            example = "1.0")
        Optional<Double> gradientClip,
    @Option(
            description = "One model from many moments of the training, in place of one epoch.",
            example = "swa")
        Optional<Configured<Averaging>> averaging,
    @Option(
            description = "Training of hidden layers before that of the network.",
            shorthand = "type",
            example = "autoencoder")
        Optional<PretrainOptions> pretrain,
    @Option(
            description =
                "Changes of all momenta at once that leave an event what it is: phi_rotation,"
                    + " z_flip, transverse_flip.",
            value = "[]",
            example = "[phi_rotation, z_flip, transverse_flip]")
        List<Symmetry> symmetries,
    @Option(
            description = "Angle or derived features that do not change under the symmetries.",
            value = "[]")
        List<String> invariant,
    @Option(
            description = "Use of the symmetries in training and in prediction; default: none.",
            example = "{train: random, predict: {phi_rotation: 8, z_flip: 2, transverse_flip: 2}}")
        Optional<AugmentOptions> augment)
    implements SelfChecking {

  /** Parameters past this are refused outright: offsets and buffers are 32-bit. */
  private static final long MOST_PARAMETERS = 1L << 28;

  public MlpOptions {
    hidden = List.copyOf(hidden);
    embedding = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(embedding));
    symmetries = List.copyOf(symmetries);
    invariant = List.copyOf(invariant);
  }

  /** Initialisation, for all layers or by place. */
  public record Init(
      @Option(description = "Of all layers.", inline = true) Optional<Configured<Initializer>> all,
      @Option(description = "Of the first layer.") Optional<Configured<Initializer>> input,
      @Option(description = "Of the layers between.") Optional<Configured<Initializer>> hidden,
      @Option(description = "Of the last layer.") Optional<Configured<Initializer>> output) {}

  @Override
  public List<UserError> check() {
    List<UserError> errors = new ArrayList<>();
    for (int i = 1; i < hidden.size(); i++) {
      long weights = (long) hidden.get(i - 1) * hidden.get(i);
      if (weights > MOST_PARAMETERS) {
        errors.add(
            UserError.of(
                    "too-large",
                    String.format(
                        "layers of %,d and %,d units have %,d weights between them; at most %,d"
                            + " parameters are possible",
                        hidden.get(i - 1), hidden.get(i), weights, MOST_PARAMETERS))
                .at("hidden[" + i + "]")
                .hint("networks for tabular physics data have layers of 30 to 1000 units"));
      }
    }
    if (connections == Connections.RESIDUAL) {
      boolean any = false;
      for (int i = 1; i < hidden.size(); i++) {
        any |= hidden.get(i).equals(hidden.get(i - 1));
      }
      if (!any) {
        errors.add(
            UserError.of(
                    "bad-value",
                    "residual connections need two neighbouring hidden layers of the same width,"
                        + " hidden is "
                        + hidden)
                .at("connections"));
      }
    }
    if (batchNorm && batchSize == 1) {
      errors.add(
          UserError.of(
                  "bad-value",
                  "batch normalisation needs at least two events a batch; batch_size is 1")
              .at("batch_size")
              .hint("a larger batch_size, or batch_norm: false"));
    }
    augment.ifPresent(a -> errors.addAll(a.check(symmetries)));
    if (pretrain.isPresent() && connections != Connections.PLAIN) {
      errors.add(
          UserError.of(
                  "bad-value",
                  "autoencoder pretraining stacks plain layers; connections must be plain")
              .at("pretrain"));
    }
    if (connections == Connections.RESIDUAL && !embedding.isEmpty()) {
      errors.add(
          UserError.of("bad-value", "residual connections would add inputs that embeddings replace")
              .at("connections")
              .hint("connections: plain or dense"));
    }
    if (pretrain.isPresent() && !embedding.isEmpty()) {
      errors.add(
          UserError.of("bad-value", "autoencoder pretraining knows no embeddings").at("pretrain"));
    }
    timeBudget.ifPresent(
        text -> {
          try {
            TimeBudget.parse(text);
          } catch (IllegalArgumentException e) {
            errors.add(UserError.of("bad-value", e.getMessage()).at("time_budget"));
          }
        });
    return errors;
  }
}
