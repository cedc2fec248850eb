package org.fivesigma.models.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.models.FiniteFeatures;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.graph.ExportableModel;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.model.JointModel;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.model.PredictionInput;
import org.fivesigma.spi.transform.Pipeline;

/**
 * A trained network, or several of one training whose scores are averaged, with its preprocessing.
 * Native memory is made with the first prediction and freed by {@link #close}.
 */
final class MlpModel implements ExportableModel, JointModel {
  static final String ID = "mlp";
  static final String FILE = "weights.safetensors";

  private final Pipeline pipeline;
  private final Architecture architecture;
  private final List<Weights> weights;
  private final Copies copies;
  private final Map<String, Object> facts;
  private final List<Graph> graphs = new ArrayList<>();
  private boolean closed;

  /** Parameters and running statistics of one network. */
  record Weights(float[] parameters, float[] statistics) {}

  MlpModel(
      Pipeline pipeline,
      Architecture architecture,
      List<Weights> weights,
      Copies copies,
      Map<String, Object> facts) {
    this.pipeline = pipeline;
    this.architecture = architecture;
    this.weights = List.copyOf(weights);
    this.copies = copies;
    this.facts = facts;
  }

  @Override
  public List<String> inputs() {
    return pipeline.inputs();
  }

  @Override
  public int outputs() {
    return architecture.outputs();
  }

  @Override
  public double[] predict(PredictionInput input) {
    return predict(List.of(this), input).get(0);
  }

  @Override
  public boolean joins(Model other) {
    return other instanceof MlpModel network
        && network.pipeline == pipeline
        && network.copies.equals(copies)
        && network.architecture.equals(architecture);
  }

  @Override
  public List<double[]> predict(List<? extends Model> models, PredictionInput input) {
    List<MlpModel> networks = models.stream().map(MlpModel.class::cast).toList();
    FeatureMatrix matrix = input.matrix(pipeline);
    FiniteFeatures.require(matrix, MlpTrainer.NAME);
    return copies.none()
        ? means(networks, matrix.rows(), List.of(Scorer.rowsOf(matrix)), input.threads())
        : means(networks, input.rows(), blocks(input.raw(), copies), input.threads());
  }

  /** Scores from raw columns, averaged over copies. */
  double[] scores(Columns raw, Copies over, int threads) {
    return means(List.of(this), raw.rows(), blocks(raw, over), threads).get(0);
  }

  private List<Scorer.Blocks> blocks(Columns raw, Copies over) {
    return over.moves().stream().map(move -> over.blocks(raw, pipeline, move)).toList();
  }

  /** Of each model the mean of the scores of all its networks on all copies. */
  private static List<double[]> means(
      List<MlpModel> models, int rows, List<Scorer.Blocks> copiesOfEvents, int threads) {
    int outputs = models.get(0).outputs();
    List<Graph> networks = new ArrayList<>();
    List<double[]> sumOf = new ArrayList<>();
    List<double[]> sums = new ArrayList<>();
    for (MlpModel model : models) {
      double[] sum = new double[Math.multiplyExact(rows, outputs)];
      sums.add(sum);
      for (Graph graph : model.graphs()) {
        networks.add(graph);
        sumOf.add(sum);
      }
    }
    for (Scorer.Blocks blocks : copiesOfEvents) {
      Scorer.run(
          networks,
          rows,
          blocks,
          threads,
          (network, from, to, logits) -> {
            double[] block = new double[(to - from) * outputs];
            Scores.fill(logits, 0, to - from, outputs, block, 0);
            double[] sum = sumOf.get(network);
            for (int i = 0; i < block.length; i++) {
              sum[from * outputs + i] += block[i];
            }
          });
    }
    for (int m = 0; m < sums.size(); m++) {
      int count = models.get(m).weights.size() * copiesOfEvents.size();
      double[] sum = sums.get(m);
      for (int i = 0; count > 1 && i < sum.length; i++) {
        sum[i] /= count;
      }
    }
    return sums;
  }

  private synchronized List<Graph> graphs() {
    if (closed) {
      throw new IllegalStateException("this model was closed");
    }
    if (graphs.isEmpty()) {
      for (Weights w : weights) {
        Graph graph = new Graph(architecture);
        graph.parameters().put(0, w.parameters());
        graph.statistics().put(0, w.statistics());
        graphs.add(graph);
      }
    }
    return graphs;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public GraphWriter.Tensor write(GraphWriter graph, GraphWriter.Tensor raw) {
    return new NetworkGraph(graph, architecture).scores(weights, copies, pipeline, raw);
  }

  @Override
  public void save(ModelWriter writer) throws IOException {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", 1L);
    manifest.put("architecture", ArchitectureFile.write(architecture));
    manifest.put("networks", (long) weights.size());
    manifest.put("copies", copies.state());
    manifest.put("facts", facts);
    writer.manifest(manifest);
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      ArchitectureFile.tensors(architecture, weights.get(i), prefix(i, weights.size()), tensors);
    }
    writer.file(FILE, Safetensors.write(tensors));
    writer.pipeline(pipeline);
  }

  static String prefix(int network, int networks) {
    return networks == 1 ? "" : "networks." + network + ".";
  }

  @Override
  public Map<String, Object> facts() {
    return facts;
  }

  /** Copies of events whose scores are averaged. */
  Copies copies() {
    return copies;
  }

  /** The shape of the network. */
  Architecture architecture() {
    return architecture;
  }

  /** Parameters of the networks whose scores are averaged. */
  List<Weights> weights() {
    return weights;
  }

  @Override
  public synchronized void close() {
    closed = true;
    graphs.forEach(Graph::close);
    graphs.clear();
  }
}
