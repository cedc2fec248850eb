package org.fivesigma.models.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.activation.Activation.Function;
import org.fivesigma.models.network.loss.CrossEntropy;
import org.fivesigma.models.network.optimizer.Adam;
import org.fivesigma.models.network.schedule.Constant;
import org.fivesigma.models.network.symmetry.AugmentOptions;
import org.fivesigma.models.network.symmetry.Symmetry;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.plugin.Extension.NoOptions;

/** Builds options of {@code mlp} in tests: small, quick, the rest as the defaults are. */
final class Mlp {
  List<Integer> hidden = List.of(16, 16);
  Activation activation = new Activation(Function.SWISH, 0);
  Optional<MlpOptions.Init> init = Optional.empty();
  boolean batchNorm;
  double dropout;
  String dropoutType = "auto";
  Connections connections = Connections.PLAIN;
  double l1;
  double l2;
  Optimizer optimizer = adam(3e-3);
  Schedule schedule = new Constant();
  Map<String, Integer> embedding = Map.of();
  Loss loss = new CrossEntropy();
  int batchSize = 64;
  int epochs = 3;
  Precision precision = Precision.FLOAT32;
  Optional<String> timeBudget = Optional.empty();
  Optional<EarlyStopping> earlyStopping = Optional.empty();
  Optional<Double> gradientClip = Optional.empty();
  Optional<Averaging> averaging = Optional.empty();
  Optional<PretrainOptions> pretrain = Optional.empty();
  List<Symmetry> symmetries = List.of();
  List<String> invariant = List.of();
  Optional<AugmentOptions> augment = Optional.empty();
  boolean resident;

  static Adam adam(double rate) {
    return Adam.adam(new Adam.AdamOptions(rate, 0.9, 0.999, 1e-8, 0, false));
  }

  static <T> Configured<T> configured(String id, T made) {
    return new Configured<>(id, new NoOptions(), o -> made);
  }

  MlpOptions options() {
    return new MlpOptions(
        hidden,
        configured("activation", activation),
        init,
        batchNorm,
        dropout,
        dropoutType,
        connections,
        l1,
        l2,
        embedding,
        configured("loss", loss),
        configured("optimizer", optimizer),
        configured("schedule", schedule),
        batchSize,
        epochs,
        precision,
        timeBudget,
        earlyStopping,
        gradientClip,
        averaging.map(a -> configured("averaging", a)),
        pretrain,
        symmetries,
        invariant,
        augment);
  }

  MlpTrainer trainer() {
    return new MlpTrainer(options(), java.time.Duration.ZERO, resident);
  }
}
