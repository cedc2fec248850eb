package org.fivesigma.core.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.InvertibleTransformer;
import org.fivesigma.spi.transform.Pipeline;
import org.fivesigma.spi.transform.TransformerReader;

/** Fitted steps, run as one pass over blocks of rows. */
public final class FittedPipeline implements Pipeline {
  private static final int ROWS_PER_PIECE = 16 * Program.BLOCK;

  private final List<String> inputs;
  private final List<FittedTransformer> steps;
  private final Layout layout;
  private final Program program;

  /**
   * A pipeline of steps that fit together.
   *
   * @param inputs raw feature columns, in order
   * @throws IllegalArgumentException when a step takes a column that is not there at its place
   */
  public FittedPipeline(List<String> inputs, List<FittedTransformer> steps) {
    this.inputs = List.copyOf(inputs);
    this.steps = List.copyOf(steps);
    Layout now = Layout.raw(inputs);
    for (FittedTransformer step : steps) {
      now = now.after(step);
    }
    this.layout = now;
    this.program = new Program(now.nodes());
  }

  @Override
  public List<String> inputs() {
    return inputs;
  }

  @Override
  public List<String> outputs() {
    return layout.names();
  }

  @Override
  public List<FittedTransformer> steps() {
    return steps;
  }

  @Override
  public FeatureMatrix transform(Columns raw, int threads) {
    int[] places = places(raw.names());
    FeatureMatrix matrix = new FeatureMatrix(outputs(), raw.rows());
    int rows = raw.rows();
    int pieces = (rows + ROWS_PER_PIECE - 1) / ROWS_PER_PIECE;
    Parallel.run(
        threads,
        pieces,
        piece -> {
          ColumnsReader reader = new ColumnsReader(raw, places);
          int end = Math.min(rows, (piece + 1) * ROWS_PER_PIECE);
          int width = matrix.width();
          for (int row = piece * ROWS_PER_PIECE; row < end; ) {
            int chunk = row / matrix.rowsPerChunk();
            int inChunk = row - chunk * matrix.rowsPerChunk();
            int count =
                Math.min(Program.BLOCK, Math.min(end - row, matrix.rowsPerChunk() - inChunk));
            program.run(reader, row, count, matrix.chunk(chunk), inChunk * width, width);
            row += count;
          }
        });
    return matrix;
  }

  private int[] places(List<String> names) {
    Map<String, Integer> place = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      place.put(names.get(i), i);
    }
    int[] places = new int[inputs.size()];
    for (int i = 0; i < places.length; i++) {
      Integer at = place.get(inputs.get(i));
      if (at == null) {
        throw new IllegalArgumentException("no column '" + inputs.get(i) + "' in " + names);
      }
      places[i] = at;
    }
    return places;
  }

  @Override
  public void transform(float[][] in, int rows, float[] out) {
    int width = outputs().size();
    Program.Reader reader =
        (column, from, count, into) -> {
          float[] values = in[column];
          for (int r = 0; r < count; r++) {
            into[r] = values[from + r];
          }
        };
    for (int row = 0; row < rows; row += Program.BLOCK) {
      program.run(reader, row, Math.min(Program.BLOCK, rows - row), out, row * width, width);
    }
  }

  /**
   * Undoes all steps, last to first: what the model sees, in the units of the file.
   *
   * @param values one array per output, by rows; not changed
   * @return one array per input
   * @throws IllegalStateException when a step cannot be undone
   */
  public double[][] invert(double[][] values, int rows) {
    Map<String, double[]> now = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      now.put(outputs().get(i), values[i]);
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (!(steps.get(i) instanceof InvertibleTransformer step)) {
        throw new IllegalStateException("step '" + steps.get(i).id() + "' cannot be undone");
      }
      double[][] outputs = step.outputs().stream().map(now::remove).toArray(double[][]::new);
      double[][] undone = new double[step.inputs().size()][rows];
      step.invert(outputs, rows, undone);
      for (int c = 0; c < undone.length; c++) {
        now.put(step.inputs().get(c), undone[c]);
      }
    }
    return inputs.stream().map(now::get).toArray(double[][]::new);
  }

  /** Everything that {@link #read} needs: maps, lists, texts, booleans, longs and doubles. */
  public Map<String, Object> state() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (FittedTransformer step : steps) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", step.id());
      entry.put("state", step.state());
      list.add(entry);
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("inputs", inputs);
    state.put("steps", list);
    return state;
  }

  /**
   * A pipeline from its {@link #state}, which may have been through JSON.
   *
   * @param readers the reader of an id, where there is one
   * @throws IllegalArgumentException when the state is broken or no plugin reads a step
   */
  public static FittedPipeline read(
      Map<String, Object> state, Function<String, Optional<TransformerReader>> readers) {
    List<FittedTransformer> steps = new ArrayList<>();
    List<?> entries = list(state, "steps");
    for (int i = 0; i < entries.size(); i++) {
      if (!(entries.get(i) instanceof Map<?, ?> entry)
          || !(entry.get("id") instanceof String id)
          || !(entry.get("state") instanceof Map<?, ?> content)) {
        throw new IllegalArgumentException("steps[" + i + "]: expected id and state");
      }
      TransformerReader reader =
          readers
              .apply(id)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("no installed plugin reads step '" + id + "'"));
      Map<String, Object> fields = new LinkedHashMap<>();
      content.forEach((key, value) -> fields.put(String.valueOf(key), value));
      try {
        steps.add(reader.read(fields));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("steps[" + i + "] (" + id + "): " + e.getMessage(), e);
      }
    }
    List<String> inputs = list(state, "inputs").stream().map(String::valueOf).toList();
    return new FittedPipeline(inputs, steps);
  }

  private static List<?> list(Map<String, Object> state, String key) {
    if (state.get(key) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("'" + key + "': expected a list");
  }
}
