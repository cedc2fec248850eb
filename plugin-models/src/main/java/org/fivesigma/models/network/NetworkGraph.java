package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.models.network.symmetry.Move;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.transform.Pipeline;

/** Writes networks as graphs, in single precision up to the logits. */
final class NetworkGraph {
  private final GraphWriter graph;
  private final Architecture architecture;

  NetworkGraph(GraphWriter graph, Architecture architecture) {
    this.graph = graph;
    this.architecture = architecture;
  }

  /**
   * Mean of the scores of some networks over copies of the events. All copies go through as one
   * batch: copies × events rows.
   */
  Tensor scores(List<MlpModel.Weights> networks, Copies copies, Pipeline pipeline, Tensor raw) {
    List<Tensor> moved = new ArrayList<>();
    for (Move move : copies.moves()) {
      moved.add(moved(raw, copies, move, pipeline.inputs().size()));
    }
    Tensor batch =
        moved.size() == 1
            ? moved.get(0)
            : graph.node("", "Concat", Map.of("axis", 0L), moved.toArray(Tensor[]::new));
    Tensor x = graph.transformed(pipeline, batch);
    List<Tensor> scores = new ArrayList<>();
    for (MlpModel.Weights weights : networks) {
      scores.add(probabilities(logits(weights, x)));
    }
    Tensor sum = scores.get(0);
    for (Tensor score : scores.subList(1, scores.size())) {
      sum = graph.op("Add", sum, score);
    }
    Tensor mean = scores.size() == 1 ? sum : graph.op("Div", sum, graph.number(scores.size()));
    if (moved.size() == 1) {
      return mean;
    }
    int outputs = architecture.outputs();
    Tensor apart =
        graph.op("Reshape", mean, graph.longs(new long[] {moved.size(), -1, outputs}, 3));
    Map<String, Object> overCopies = new LinkedHashMap<>();
    overCopies.put("axes", new long[] {0});
    overCopies.put("keepdims", 0L);
    return graph.node("", "ReduceMean", overCopies, apart);
  }

  /** Raw columns after a move, rounded to single precision as {@link Move#azimuth} does. */
  private Tensor moved(Tensor raw, Copies copies, Move move, int columns) {
    if (move.equals(Move.NONE)) {
      return raw;
    }
    double[] factor = new double[columns];
    Arrays.fill(factor, 1);
    if (move.zFlip()) {
      copies.angles().pseudorapidities().forEach(c -> factor[c] = -1);
    }
    Tensor result = raw;
    if (move.transverseFlip()) {
      copies.angles().azimuths().forEach(c -> factor[c] = -1);
    }
    if (Arrays.stream(factor).anyMatch(f -> f < 0)) {
      result = graph.op("Mul", result, graph.doubles(factor, 1, columns));
    }
    if (move.rotation() == 0 && !move.transverseFlip()) {
      return result;
    }
    double[] turn = new double[columns];
    double[] flag = new double[columns];
    copies.angles().azimuths().forEach(c -> turn[c] = move.rotation());
    copies.angles().azimuths().forEach(c -> flag[c] = 1);
    Tensor turned = graph.op("Add", result, graph.doubles(turn, 1, columns));
    Tensor over = graph.op("Sub", turned, graph.number(Math.PI));
    Tensor turns = graph.op("Ceil", graph.op("Div", over, graph.number(2 * Math.PI)));
    Tensor within = graph.op("Sub", turned, graph.op("Mul", turns, graph.number(2 * Math.PI)));
    Tensor single = graph.cast(graph.cast(within, GraphWriter.Type.FLOAT), GraphWriter.Type.DOUBLE);
    Tensor isAzimuth = graph.cast(graph.doubles(flag, 1, columns), GraphWriter.Type.BOOL);
    return graph.where(isAzimuth, single, result);
  }

  private Tensor probabilities(Tensor logits) {
    Tensor z = graph.cast(logits, GraphWriter.Type.DOUBLE);
    return architecture.outputs() == 1
        ? graph.op("Sigmoid", z)
        : graph.node("", "Softmax", Map.of("axis", 1L), z);
  }

  private Tensor logits(MlpModel.Weights weights, Tensor x) {
    Map<Architecture.Role, Tensor> layer = new LinkedHashMap<>();
    List<Tensor> seen = new ArrayList<>(List.of(x));
    List<Architecture.Tensor> tensors = architecture.tensors();
    boolean dense = architecture.connections() == Connections.DENSE;
    Tensor h = x;
    for (int i = 0; i < architecture.layers(); i++) {
      layer.clear();
      for (Architecture.Tensor t : tensors) {
        if (t.layer() == i) {
          layer.put(t.role(), constant(t, weights.parameters()));
        }
      }
      Tensor input = dense && i > 0 ? graph.beside(seen) : h;
      Map<String, Object> transposed = Map.of("transB", 1L);
      Tensor z =
          graph.node(
              "",
              "Gemm",
              transposed,
              input,
              layer.get(Architecture.Role.WEIGHT),
              layer.get(Architecture.Role.BIAS));
      if (architecture.last(i)) {
        return z;
      }
      if (architecture.batchNorm()) {
        z = normalised(z, i, layer, weights.statistics());
      }
      Tensor out = activated(z, layer.get(Architecture.Role.SLOPE));
      h = architecture.skips(i) ? graph.op("Add", out, h) : out;
      seen.add(h);
    }
    throw new IllegalStateException("a network has a last layer");
  }

  private Tensor constant(Architecture.Tensor tensor, float[] parameters) {
    float[] values =
        Arrays.copyOfRange(parameters, tensor.offset(), tensor.offset() + tensor.size());
    return tensor.columns() == 0
        ? graph.floats(values, tensor.rows())
        : graph.floats(values, tensor.rows(), tensor.columns());
  }

  private Tensor normalised(
      Tensor z, int index, Map<Architecture.Role, Tensor> layer, float[] statistics) {
    int at = 0;
    for (int i = 0; i < index; i++) {
      at += 2 * architecture.hidden().get(i);
    }
    int width = architecture.hidden().get(index);
    float[] mean = Arrays.copyOfRange(statistics, at, at + width);
    float[] variance = Arrays.copyOfRange(statistics, at + width, at + 2 * width);
    return graph.node(
        "",
        "BatchNormalization",
        Map.of("epsilon", Architecture.NORM_EPSILON),
        z,
        layer.get(Architecture.Role.SCALE),
        layer.get(Architecture.Role.SHIFT),
        graph.floats(mean, width),
        graph.floats(variance, width));
  }

  private Tensor activated(Tensor x, Tensor slope) {
    double parameter = architecture.activation().parameter();
    return switch (architecture.activation().function()) {
      case RELU -> graph.op("Relu", x);
      case LEAKY_RELU -> graph.node("", "LeakyRelu", Map.of("alpha", parameter), x);
      case PRELU -> graph.op("PRelu", x, slope);
      case ELU -> graph.node("", "Elu", Map.of("alpha", parameter), x);
      case SELU -> graph.op("Selu", x);
      case SWISH -> graph.op("Mul", x, graph.op("Sigmoid", x));
      case GELU -> {
        Tensor scaled = graph.op("Mul", x, single(1 / Math.sqrt(2)));
        Tensor upper = graph.op("Add", graph.op("Erf", scaled), single(1));
        yield graph.op("Mul", graph.op("Mul", x, single(0.5)), upper);
      }
      case TANH -> graph.op("Tanh", x);
      case SIGMOID -> graph.op("Sigmoid", x);
      case SOFTPLUS -> graph.op("Softplus", x);
      case MISH -> graph.op("Mul", x, graph.op("Tanh", graph.op("Softplus", x)));
    };
  }

  private Tensor single(double value) {
    return graph.floats(new float[] {(float) value});
  }
}
