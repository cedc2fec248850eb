package org.fivesigma.models.ensemble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.graph.ExportableCombiner;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.Combiner;
import org.fivesigma.spi.model.CombinerReader;
import org.fivesigma.spi.model.FittedCombiner;

/**
 * Mean of ranks: each item's score becomes its mid-rank / N among that item's scores on valid, so
 * that items of different calibration count alike. Several outputs are ranked one by one and scaled
 * to sum to 1.
 */
final class RankMean implements Combiner {
  static final String ID = "rank_mean";

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public FittedCombiner fit(Data data) {
    if (data.events().isEmpty()) {
      throw UserError.of("no-valid-part", "rank_mean ranks scores among those of the part valid")
          .hint("give split a valid part, or combine: mean");
    }
    RankTable[][] tables = new RankTable[data.items()][data.outputs()];
    for (int m = 0; m < tables.length; m++) {
      for (int c = 0; c < data.outputs(); c++) {
        double[] column = new double[data.scores()[m].length / data.outputs()];
        for (int i = 0; i < column.length; i++) {
          column[i] = data.scores()[m][i * data.outputs() + c];
        }
        tables[m][c] = RankTable.of(column);
      }
    }
    return new Fitted(tables);
  }

  /** Tables by item and output. */
  record Fitted(RankTable[][] tableOf) implements ExportableCombiner {
    @Override
    public Tensor write(GraphWriter graph, List<Tensor> scores, int outputs) {
      return CombiningGraph.rankMean(graph, scores, tableOf, outputs);
    }

    @Override
    public String id() {
      return ID;
    }

    @Override
    public double[] combine(double[][] scores, int outputs) {
      double[][] ranks = new double[scores.length][scores[0].length];
      for (int m = 0; m < scores.length; m++) {
        for (int i = 0; i < ranks[m].length; i++) {
          ranks[m][i] = tableOf[m][i % outputs].rank(scores[m][i]);
        }
        Combining.normalise(ranks[m], outputs);
      }
      return Combining.mean(ranks);
    }

    @Override
    public Map<String, Object> state() {
      return Map.of("items", (long) tableOf.length, "outputs", (long) tableOf[0].length);
    }

    @Override
    public Map<String, double[]> tables() {
      Map<String, double[]> tables = new LinkedHashMap<>();
      for (int m = 0; m < tableOf.length; m++) {
        for (int c = 0; c < tableOf[m].length; c++) {
          tables.put("values-" + m + "-" + c, tableOf[m][c].values());
          tables.put("ranks-" + m + "-" + c, tableOf[m][c].ranks());
        }
      }
      return tables;
    }
  }

  /** Reads the tables back. */
  static final class Reader implements CombinerReader {
    @Override
    public FittedCombiner read(Map<String, Object> state, Map<String, double[]> tables) {
      if (!(state.get("items") instanceof Long items
              && state.get("outputs") instanceof Long outputs)
          || tables.size() != 2 * items * outputs) {
        throw new IllegalArgumentException("rank_mean has not the tables it needs");
      }
      RankTable[][] tableOf = new RankTable[items.intValue()][outputs.intValue()];
      for (int m = 0; m < items; m++) {
        for (int c = 0; c < outputs; c++) {
          double[] values = tables.get("values-" + m + "-" + c);
          double[] ranks = tables.get("ranks-" + m + "-" + c);
          if (values == null || ranks == null || values.length != ranks.length) {
            throw new IllegalArgumentException("rank_mean lacks the table of item " + m);
          }
          tableOf[m][c] = new RankTable(values, ranks);
        }
      }
      return new Fitted(tableOf);
    }
  }
}
