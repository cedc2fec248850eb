package org.fivesigma.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One thread's way through networks, there and back: buffers that stay from step to step, and the
 * calls of the module that {@code make_network.py} describes. What is computed on the way there is
 * kept for the way back. Every thread calls {@link Torch#prepare} first.
 */
final class Pass implements AutoCloseable {
  private final boolean shared;
  private final int outputs;
  private final NDManager owner;
  private final NDManager host;
  private final Optional<Dropout> dropout;
  private final ByteBuffer logitBytes;
  private final ByteBuffer slopeBytes;
  private final ByteBuffer gradientBytes;
  private final NDArray logits;
  private final NDArray gradient;
  private final Torch.Value logitValue;
  private final Torch.Value gradientValue;
  private final Torch.Value noMasks = Torch.value(List.<NDArray>of());
  private final Torch.Value work;
  private final Filled slope;
  private final Filled masks;
  private Torch.Value drawn = noMasks;
  private Torch.Value saved;

  /**
   * What batch normalisation does.
   *
   * @param training whether it uses the batch and moves its running statistics
   * @param momentum weight of the batch in them
   */
  record Norm(boolean training, double momentum) {
    /** As a training step does. */
    static final Norm TRAINING = new Norm(true, Architecture.NORM_MOMENTUM);

    /** Uses the running statistics. */
    static final Norm PREDICTION = new Norm(false, 0);
  }

  /** A pass for predictions of up to {@code rows} events, by this network and others like it. */
  static Pass forPrediction(Graph graph, int rows) {
    return new Pass(graph, rows, Optional.empty(), 0);
  }

  /**
   * A pass for training steps with up to {@code rows} events.
   *
   * @param dropout for as many events
   */
  static Pass forTraining(Graph graph, int rows, Optional<Dropout> dropout) {
    int parameters = Math.toIntExact(graph.architecture().parameters());
    return new Pass(graph, rows, dropout, parameters);
  }

  private Pass(Graph graph, int rows, Optional<Dropout> dropout, int parameters) {
    this.shared = graph.shared();
    this.dropout = dropout;
    this.owner = graph.scope();
    this.host = graph.hostScope();
    Architecture a = graph.architecture();
    this.outputs = a.outputs();
    this.logitBytes = Torch.bytes(host, (long) rows * outputs);
    this.slopeBytes = Torch.bytes(host, (long) rows * outputs);
    this.gradientBytes = Torch.bytes(host, parameters);
    this.logits = Torch.array(owner, logitBytes, rows, outputs);
    this.gradient = Torch.array(owner, gradientBytes, parameters);
    this.logitValue = Torch.value(logits);
    this.gradientValue =
        Torch.value(parameters == 0 ? List.of() : Torch.views(gradient, a.tensors(), owner));
    this.slope =
        new Filled(graph, scope -> Torch.value(Torch.array(scope, slopeBytes, rows, outputs)));
    this.masks =
        new Filled(
            graph, scope -> Torch.value(dropout.map(d -> d.arrays(scope)).orElse(List.of())));
    try (Torch.Value count = Torch.value(rows);
        Torch.Value widths =
            Torch.value(a.hidden().stream().mapToLong(Integer::longValue).toArray());
        Torch.Value trains = Torch.value(parameters > 0)) {
      this.work = Torch.run("workspace", count, graph.shapeValue(), widths, trains, logitValue);
    }
  }

  /**
   * From features to logits.
   *
   * @param graph of the architecture and on the device that this pass was made for
   * @param x events, one row each, on the network's device
   * @param rows how many of them
   * @param random stream for dropout; unused without
   * @param norm in training, dropout is on, too
   */
  void forward(Graph graph, Torch.Value x, int rows, SplittableRandom random, Norm norm) {
    forget();
    drawn = noMasks;
    if (dropout.isPresent() && random != null) {
      dropout.get().draw(random, rows);
      drawn = masks.value();
    }
    try (Torch.Value count = Torch.value(rows);
        Torch.Value training = Torch.value(norm.training());
        Torch.Value momentum = Torch.value(norm.momentum())) {
      saved =
          Torch.run(
              "forward",
              x,
              graph.parameterValue(),
              graph.statisticsValue(),
              drawn,
              work,
              logitValue,
              graph.shapeValue(),
              graph.alphaValue(),
              count,
              training,
              momentum);
    }
  }

  /** Copies the logits of the first rows out. */
  void logits(float[] into, int count) {
    if (shared) {
      logitBytes.asFloatBuffer().get(0, into, 0, count);
    } else {
      Torch.read(logits, into, 0, count);
    }
  }

  /**
   * From the derivative of a loss by the logits of {@link #forward} to the gradient.
   *
   * @param graph as there
   * @param x as there
   * @param rows as there
   */
  void backward(Graph graph, Torch.Value x, int rows, float[] derivative) {
    slopeBytes.asFloatBuffer().put(0, derivative, 0, rows * outputs);
    try (Torch.Value count = Torch.value(rows)) {
      Torch.run(
              "backward",
              x,
              graph.parameterValue(),
              gradientValue,
              drawn,
              work,
              saved,
              slope.value(),
              graph.shapeValue(),
              graph.alphaValue(),
              count)
          .close();
    }
    forget();
  }

  /** The gradient on the network's device, flat. */
  NDArray gradient() {
    return gradient;
  }

  /** Copies the gradient out; only of a network on the CPU. */
  void gradient(float[] into) {
    gradientBytes.asFloatBuffer().get(0, into);
  }

  private void forget() {
    if (saved != null) {
      saved.close();
      saved = null;
    }
  }

  @Override
  public void close() {
    forget();
    slope.close();
    masks.close();
    work.close();
    noMasks.close();
    gradientValue.close();
    logitValue.close();
    dropout.ifPresent(Dropout::close);
    owner.close();
    host.close();
  }
}
