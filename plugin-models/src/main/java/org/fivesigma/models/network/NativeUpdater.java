package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.fivesigma.models.network.optimizer.Adam;
import org.fivesigma.models.network.optimizer.CheckpointArrays;
import org.fivesigma.models.network.optimizer.Sgd;
import org.fivesigma.spi.model.Optimizer;
import org.fivesigma.spi.model.Persistent;

/** An optimiser whose state lies where the network's parameters are. */
interface NativeUpdater extends Persistent {
  /**
   * Changes the network's parameters by one step.
   *
   * @param gradient on the network's device; may be overwritten
   */
  void step(Graph graph, NDArray gradient, Optimizer.Rates rates);

  /**
   * The state of an optimiser for a network. Adam, AdamW and gradient descent compute in libtorch;
   * others in Java.
   *
   * @param owner of the state; as long-lived as the network
   */
  static NativeUpdater of(Optimizer optimizer, int parameters, NDManager owner) {
    if (optimizer instanceof Adam adam) {
      return new OfAdam(adam.rule(), parameters, owner);
    }
    if (optimizer instanceof Sgd sgd) {
      return new OfSgd(sgd, parameters, owner);
    }
    return new InJava(optimizer.start(parameters), parameters);
  }

  /** A number as an array of the scope: what is computed from it belongs to the scope, too. */
  private static NDArray number(NDManager scope, double value) {
    return scope.create((float) value);
  }

  private static void write(DataOutput out, NDArray array) throws IOException {
    float[] values = new float[Math.toIntExact(array.size())];
    Torch.read(array, values, 0, values.length);
    CheckpointArrays.write(out, values);
  }

  /** Replaces the values of an array of zeros. */
  private static void read(DataInput in, NDArray zeros) throws IOException {
    float[] values = CheckpointArrays.readFloats(in);
    try (NDManager scope = zeros.getManager().newSubManager()) {
      zeros.addi(scope.create(values));
    }
  }

  /** {@link Adam} in single precision, by the fused kernel of libtorch. */
  final class OfAdam implements NativeUpdater {
    private final Adam.Rule rule;
    private final NDArray mean;
    private final NDArray square;
    private final NDArray largest;
    private long steps;
    private double product1 = 1;

    private OfAdam(Adam.Rule rule, int size, NDManager owner) {
      this.rule = rule;
      this.mean = owner.zeros(new Shape(size));
      this.square = owner.zeros(new Shape(size));
      this.largest = owner.zeros(new Shape(rule.amsgrad() ? size : 0));
    }

    @Override
    public void step(Graph graph, NDArray gradient, Optimizer.Rates rates) {
      double b1 = rates.momentum().orElse(rule.beta1());
      product1 *= b1;
      steps++;
      // the kernel corrects by a power of the beta of today, a schedule may have changed it
      double rate = rates.learningRate() * (1 - Math.pow(b1, (double) steps)) / (1 - product1);
      double decay =
          rule.decoupled() && rate != 0 ? rule.decay() * rates.learningRate() / rate : rule.decay();
      List<NDArray> most = rule.amsgrad() ? List.of(largest) : List.of();
      try (Torch.Value w = Torch.value(graph.vector());
          Torch.Value g = Torch.value(gradient);
          Torch.Value m = Torch.value(mean);
          Torch.Value v = Torch.value(square);
          Torch.Value l = Torch.value(most);
          Torch.Value t = Torch.value(steps);
          Torch.Value numbers = Torch.value(rate, b1, rule.beta2(), decay, rule.epsilon());
          Torch.Value decoupled = Torch.value(rule.decoupled())) {
        Torch.run("adam", w, g, m, v, l, t, numbers, decoupled).close();
      }
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeDouble(product1);
      out.writeLong(steps);
      write(out, mean);
      write(out, square);
      write(out, largest);
    }

    @Override
    public void load(DataInput in) throws IOException {
      product1 = in.readDouble();
      steps = in.readLong();
      read(in, mean);
      read(in, square);
      read(in, largest);
    }
  }

  /** {@link Sgd} in single precision. */
  final class OfSgd implements NativeUpdater {
    private final Sgd.SgdOptions options;
    private final NDArray buffer;
    private boolean first = true;

    private OfSgd(Sgd sgd, int size, NDManager owner) {
      this.options = sgd.options();
      this.buffer = owner.zeros(new Shape(size));
    }

    @Override
    public void step(Graph graph, NDArray gradient, Optimizer.Rates rates) {
      try (NDManager scope = graph.scope()) {
        step(graph.vector(), gradient, rates, scope);
      }
    }

    private void step(NDArray w, NDArray gradient, Optimizer.Rates rates, NDManager scope) {
      double momentum = rates.momentum().orElse(options.momentum().at(rates.epoch()));
      if (options.weightDecay() != 0) {
        gradient.addi(number(scope, options.weightDecay()).mul(w));
      }
      buffer.muli(number(scope, momentum));
      buffer.addi(number(scope, first ? 1 : 1 - options.dampening()).mul(gradient));
      first = false;
      NDArray direction = number(scope, options.nesterov() ? momentum : 1).mul(buffer);
      if (options.nesterov()) {
        direction.addi(gradient);
      }
      w.subi(number(scope, rates.learningRate()).mul(direction));
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeBoolean(first);
      write(out, buffer);
    }

    @Override
    public void load(DataInput in) throws IOException {
      first = in.readBoolean();
      read(in, buffer);
    }
  }

  /** Any optimiser, by copies of gradient and parameters. */
  final class InJava implements NativeUpdater {
    private final Optimizer.Updater updater;
    private final float[] parameters;
    private final float[] gradient;

    private InJava(Optimizer.Updater updater, int size) {
      this.updater = updater;
      this.parameters = new float[size];
      this.gradient = new float[size];
    }

    @Override
    public void step(Graph graph, NDArray slope, Optimizer.Rates rates) {
      float[] statistics = new float[graph.statistics().capacity()];
      graph.store(parameters, statistics);
      Torch.read(slope, gradient, 0, gradient.length);
      updater.step(parameters, gradient, rates);
      graph.load(parameters, statistics);
    }

    @Override
    public void save(DataOutput out) throws IOException {
      updater.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
      updater.load(in);
    }
  }
}
