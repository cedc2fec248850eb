package org.fivesigma.preprocessing;

import java.util.List;
import java.util.Map;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.TransformerReader;

/** A fitted step that takes columns away. */
record Dropped(String id, List<String> inputs) implements ColumnwiseTransformer {
  Dropped {
    inputs = List.copyOf(inputs);
  }

  static TransformerReader reader(String id) {
    return fields -> new Dropped(id, new StepState(fields).texts("columns"));
  }

  @Override
  public List<String> outputs() {
    return List.of();
  }

  @Override
  public int source(int output) {
    throw new IndexOutOfBoundsException(output);
  }

  @Override
  public void apply(int output, double[] in, int rows, double[] out) {
    throw new IndexOutOfBoundsException(output);
  }

  @Override
  public Map<String, Object> state() {
    return new StepState().put("columns", inputs).map();
  }
}
