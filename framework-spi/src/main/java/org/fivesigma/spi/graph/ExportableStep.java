package org.fivesigma.spi.graph;

import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.transform.FittedTransformer;

/** A fitted step that can be written as a graph. */
public interface ExportableStep extends FittedTransformer {
  /**
   * Writes the step.
   *
   * @param in events × inputs, in double precision; missing is NaN
   * @return events × outputs, in double precision
   * @throws org.fivesigma.spi.UserError {@code not-exportable} where what was fitted cannot be
   *     written
   */
  Tensor write(GraphWriter graph, Tensor in);
}
