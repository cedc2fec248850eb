package org.fivesigma.spi.graph;

import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.Model;

/** A model that can be written as a graph, with its preprocessing. */
public interface ExportableModel extends Model {
  /**
   * Writes the model.
   *
   * @param raw events × inputs, in double precision; missing is NaN
   * @return scores: events × outputs, in double precision
   * @throws org.fivesigma.spi.UserError {@code not-exportable} where what was trained cannot be
   *     written
   */
  Tensor write(GraphWriter graph, Tensor raw);
}
