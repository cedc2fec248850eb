package org.fivesigma.spi.graph;

import java.util.List;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.FittedCombiner;

/** A fitted combination that can be written as a graph. */
public interface ExportableCombiner extends FittedCombiner {
  /**
   * Writes the combination.
   *
   * @param scores of each item: events × outputs, in double precision
   * @return events × outputs, in double precision
   * @throws org.fivesigma.spi.UserError {@code not-exportable} where what was fitted cannot be
   *     written
   */
  Tensor write(GraphWriter graph, List<Tensor> scores, int outputs);
}
