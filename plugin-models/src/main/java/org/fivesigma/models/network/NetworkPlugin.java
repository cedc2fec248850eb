package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.List;
import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.models.network.activation.Activation.Function;
import org.fivesigma.models.network.averaging.Snapshots;
import org.fivesigma.models.network.averaging.WeightAverage;
import org.fivesigma.models.network.initializer.Initializers;
import org.fivesigma.models.network.loss.Asimov;
import org.fivesigma.models.network.loss.CrossEntropy;
import org.fivesigma.models.network.loss.Focal;
import org.fivesigma.models.network.optimizer.Adadelta;
import org.fivesigma.models.network.optimizer.Adagrad;
import org.fivesigma.models.network.optimizer.Adam;
import org.fivesigma.models.network.optimizer.Lookahead;
import org.fivesigma.models.network.optimizer.NAdam;
import org.fivesigma.models.network.optimizer.RmsProp;
import org.fivesigma.models.network.optimizer.Sgd;
import org.fivesigma.models.network.schedule.Constant;
import org.fivesigma.models.network.schedule.Cosine;
import org.fivesigma.models.network.schedule.Cyclic;
import org.fivesigma.models.network.schedule.Decay;
import org.fivesigma.models.network.schedule.OneCycle;
import org.fivesigma.models.network.schedule.ReduceOnPlateau;
import org.fivesigma.models.network.schedule.Warmup;
import org.fivesigma.spi.engine.Engine;
import org.fivesigma.spi.model.Averaging;
import org.fivesigma.spi.model.Initializer;
import org.fivesigma.spi.model.Loss;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Schedule;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;

/** Networks and what they are made of. */
public final class NetworkPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-network";
  }

  @Override
  public List<Extension<?>> extensions() {
    List<Extension<?>> all = new ArrayList<>();
    all.add(
        Extension.of(
            Kinds.MODEL,
            MlpModel.ID,
            "Feed-forward network, trained on libtorch.",
            MlpOptions.class,
            MlpTrainer::new));
    all.add(
        Extension.of(
            Kinds.MODEL_READER, MlpModel.ID, "Reads a network from a bundle.", MlpReader::new));
    all.add(Extension.of(Engine.KIND, "pytorch", "libtorch, by DJL.", TorchEngine::new));
    activations(all);
    initializers(all);
    all.add(
        Extension.of(
            Loss.KIND,
            "cross_entropy",
            "Weighted cross entropy, binary or categorical by the number of classes.",
            CrossEntropy.CrossEntropyOptions.class,
            CrossEntropy::new));
    all.add(
        Extension.of(
            Loss.KIND,
            "focal",
            "Cross entropy in which events that are right already count little (Lin et al.).",
            Focal.FocalOptions.class,
            Focal::new));
    all.add(
        Extension.of(
            Loss.KIND,
            "asimov",
            "The Asimov significance of a batch's scores (Elwood and Krücker); two classes.",
            Asimov.AsimovOptions.class,
            Asimov::new));
    all.add(
        Extension.of(
            Optimizer.KIND, "adam", "Adam (Kingma and Ba).", Adam.AdamOptions.class, Adam::adam));
    all.add(
        Extension.of(
            Optimizer.KIND,
            "adamw",
            "Adam with weight decay apart from the gradient (Loshchilov and Hutter).",
            Adam.AdamWOptions.class,
            Adam::adamW));
    all.add(
        Extension.of(
            Optimizer.KIND,
            "sgd",
            "Gradient descent, with momentum or Nesterov's momentum.",
            Sgd.SgdOptions.class,
            Sgd::new));
    moreOptimizers(all);
    schedules(all);
    averagings(all);
    return all;
  }

  private static void moreOptimizers(List<Extension<?>> all) {
    all.add(
        Extension.of(
            Optimizer.KIND,
            "nadam",
            "Adam with Nesterov's momentum (Dozat).",
            NAdam.NAdamOptions.class,
            NAdam::new));
    all.add(
        Extension.of(
            Optimizer.KIND,
            "rmsprop",
            "Steps divided by a running root mean square (Tieleman and Hinton).",
            RmsProp.RmsPropOptions.class,
            RmsProp::new));
    all.add(
        Extension.of(
            Optimizer.KIND,
            "adagrad",
            "Steps divided by the root of all squares so far (Duchi et al.).",
            Adagrad.AdagradOptions.class,
            Adagrad::new));
    all.add(
        Extension.of(
            Optimizer.KIND,
            "adadelta",
            "Steps in units of the parameters (Zeiler).",
            Adadelta.AdadeltaOptions.class,
            Adadelta::new));
    all.add(
        Extension.of(
            Optimizer.KIND,
            "lookahead",
            "Draws every few steps of another optimiser half the way back (Zhang et al.).",
            Lookahead.LookaheadOptions.class,
            Lookahead::new));
  }

  private static void activations(List<Extension<?>> all) {
    plain(all, "relu", "max(x, 0).", Function.RELU);
    all.add(
        Extension.of(
            Activation.KIND,
            "leaky_relu",
            "x, or slope·x below 0.",
            Activation.LeakyOptions.class,
            o -> new Activation(Function.LEAKY_RELU, o.slope())));
    all.add(
        Extension.of(
            Activation.KIND,
            "prelu",
            "leaky_relu with a slope that each layer learns (He et al.).",
            Activation.PreluOptions.class,
            o -> new Activation(Function.PRELU, o.start())));
    all.add(
        Extension.of(
            Activation.KIND,
            "elu",
            "x, or alpha·(exp(x) − 1) below 0.",
            Activation.EluOptions.class,
            o -> new Activation(Function.ELU, o.alpha())));
    plain(all, "selu", "Self-normalising elu (Klambauer et al.).", Function.SELU);
    plain(all, "swish", "x·sigmoid(x).", Function.SWISH);
    plain(all, "gelu", "x times the normal distribution function.", Function.GELU);
    plain(all, "tanh", "Hyperbolic tangent.", Function.TANH);
    plain(all, "sigmoid", "1/(1 + exp(−x)).", Function.SIGMOID);
    plain(all, "softplus", "ln(1 + exp(x)).", Function.SOFTPLUS);
    plain(all, "mish", "x·tanh(softplus(x)).", Function.MISH);
  }

  private static void plain(
      List<Extension<?>> all, String id, String description, Function function) {
    all.add(Extension.of(Activation.KIND, id, description, () -> new Activation(function, 0)));
  }

  private static void initializers(List<Extension<?>> all) {
    initializer(all, "he_normal", "Normal, variance 2/fan_in.", Initializers.heNormal());
    initializer(all, "he_uniform", "Uniform, variance 2/fan_in.", Initializers.heUniform());
    initializer(all, "lecun_normal", "Normal, variance 1/fan_in.", Initializers.lecunNormal());
    initializer(all, "lecun_uniform", "Uniform, variance 1/fan_in.", Initializers.lecunUniform());
    initializer(
        all,
        "torch_uniform",
        "Uniform within 1/sqrt(fan_in), variance 1/(3 fan_in), biases too: torch's default for a linear layer.",
        Initializers.torchUniform());
    initializer(
        all,
        "glorot_normal",
        "Normal, variance 2/(fan_in + fan_out).",
        Initializers.glorotNormal());
    initializer(
        all,
        "glorot_uniform",
        "Uniform, variance 2/(fan_in + fan_out).",
        Initializers.glorotUniform());
    all.add(
        Extension.of(
            Initializer.KIND,
            "normal",
            "Normal of a given standard deviation.",
            Initializers.NormalOptions.class,
            Initializers::normal));
    all.add(
        Extension.of(
            Initializer.KIND,
            "uniform",
            "Uniform within bounds.",
            Initializers.UniformOptions.class,
            Initializers::uniform));
  }

  private static void initializer(
      List<Extension<?>> all, String id, String description, Initializer made) {
    all.add(Extension.of(Initializer.KIND, id, description, () -> made));
  }

  private static void schedules(List<Extension<?>> all) {
    all.add(
        Extension.of(
            Schedule.KIND, "constant", "The optimiser's learning rate throughout.", Constant::new));
    all.add(
        Extension.of(
            Schedule.KIND,
            "step",
            "Falls by a factor at even distances.",
            Decay.StepOptions.class,
            Decay::step));
    all.add(
        Extension.of(
            Schedule.KIND,
            "exponential",
            "lr/decay^k per step or epoch, down to a floor.",
            Decay.ExponentialOptions.class,
            Decay::exponential));
    all.add(
        Extension.of(
            Schedule.KIND,
            "inverse_decay",
            "lr/(1 + decay·k) per step or epoch.",
            Decay.InverseOptions.class,
            Decay::inverse));
    all.add(
        Extension.of(
            Schedule.KIND,
            "cosine",
            "Half a cosine down to a floor.",
            Cosine.CosineOptions.class,
            Cosine::once));
    all.add(
        Extension.of(
            Schedule.KIND,
            "cosine_restarts",
            "Cosine cycles with warm restarts (Loshchilov and Hutter).",
            Cosine.RestartOptions.class,
            Cosine::restarts));
    all.add(
        Extension.of(
            Schedule.KIND,
            "cyclic",
            "Up and down again, with momentum if asked for (Smith).",
            Cyclic.CyclicOptions.class,
            Cyclic::new));
    all.add(
        Extension.of(
            Schedule.KIND,
            "one_cycle",
            "One rise and one fall, momentum the other way (Smith and Topin).",
            OneCycle.OneCycleOptions.class,
            OneCycle::new));
    all.add(
        Extension.of(
            Schedule.KIND,
            "warmup",
            "A straight rise, then another schedule.",
            Warmup.WarmupOptions.class,
            Warmup::new));
    all.add(
        Extension.of(
            Schedule.KIND,
            "reduce_on_plateau",
            "Falls when a metric no longer improves.",
            ReduceOnPlateau.PlateauOptions.class,
            ReduceOnPlateau::new));
  }

  private static void averagings(List<Extension<?>> all) {
    all.add(
        Extension.of(
            Averaging.KIND,
            "swa",
            "Mean of the parameters after the last epochs (Izmailov et al.).",
            WeightAverage.SwaOptions.class,
            WeightAverage::swa));
    all.add(
        Extension.of(
            Averaging.KIND,
            "ema",
            "Exponential moving average of the parameters over steps.",
            WeightAverage.EmaOptions.class,
            WeightAverage::ema));
    all.add(
        Extension.of(
            Averaging.KIND,
            "snapshot",
            "Networks at the ends of cosine cycles, scores averaged (Huang et al.).",
            Snapshots.SnapshotOptions.class,
            Snapshots::snapshot));
    all.add(
        Extension.of(
            Averaging.KIND,
            "fge",
            "Networks at the low points of short cycles, scores averaged (Garipov et al.).",
            Snapshots.FgeOptions.class,
            Snapshots::fge));
  }
}
