package org.fivesigma.models.ensemble;

import java.util.List;
import java.util.Map;
import org.fivesigma.spi.graph.ExportableCombiner;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.FittedCombiner;

/** Means that need no events: {@code mean} and {@code geometric_mean}. */
enum PlainMean implements Combiner, ExportableCombiner {
  ARITHMETIC("mean") {
    @Override
    public double[] combine(double[][] scores, int outputs) {
      return Combining.mean(scores);
    }

    @Override
    public Tensor write(GraphWriter graph, List<Tensor> scores, int outputs) {
      return CombiningGraph.mean(graph, scores);
    }
  },
  GEOMETRIC("geometric_mean") {
    @Override
    public double[] combine(double[][] scores, int outputs) {
      return Combining.geometricMean(scores, outputs);
    }

    @Override
    public Tensor write(GraphWriter graph, List<Tensor> scores, int outputs) {
      return CombiningGraph.geometricMean(graph, scores, outputs);
    }
  };

  private final String id;

  PlainMean(String id) {
    this.id = id;
  }

  @Override
  public boolean learns() {
    return false;
  }

  @Override
  public FittedCombiner fit(Data data) {
    return this;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Map<String, Object> state() {
    return Map.of();
  }
}
