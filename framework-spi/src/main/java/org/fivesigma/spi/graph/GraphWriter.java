package org.fivesigma.spi.graph;

import java.util.List;
import java.util.Map;
import org.fivesigma.spi.transform.Pipeline;

/**
 * A graph being written, in the operators of ONNX. The same operation on the same tensors is
 * written once, so that members of an ensemble share what they have in common by asking for it
 * again.
 */
public interface GraphWriter {
  /** Types of the elements of a tensor. */
  enum Type {
    /** Single precision. */
    FLOAT,
    /** Double precision. */
    DOUBLE,
    /** 64-bit integers. */
    LONG,
    /** Truth values. */
    BOOL
  }

  /** A tensor of the graph, by its name. */
  record Tensor(String name) {}

  /** Numbers in double precision; no shape: one number. */
  Tensor doubles(double[] values, long... shape);

  /** Numbers in single precision; no shape: one number. */
  Tensor floats(float[] values, long... shape);

  /** Integers; no shape: one number. */
  Tensor longs(long[] values, long... shape);

  /**
   * The only output of an operation.
   *
   * @param domain empty, or {@code ai.onnx.ml}
   * @param operator its name in ONNX
   * @param attributes texts, longs, doubles (written in single precision), {@code long[]}, {@code
   *     float[]}, {@code double[]} (written as a tensor), lists of texts
   */
  Tensor node(String domain, String operator, Map<String, Object> attributes, Tensor... inputs);

  /**
   * The events through a pipeline, in single precision as a model sees them.
   *
   * @param raw events × columns, in double precision, in the order of the pipeline's inputs
   * @throws org.fivesigma.spi.UserError {@code not-exportable} for a step that cannot be written
   */
  Tensor transformed(Pipeline pipeline, Tensor raw);

  /**
   * The scores of a model.
   *
   * @param raw events × columns, in double precision, in the order of the model's inputs
   * @return events × outputs, in double precision
   * @throws org.fivesigma.spi.UserError {@code not-exportable} for a model that cannot be written
   */
  Tensor scores(org.fivesigma.spi.model.Model model, Tensor raw);

  /** An operation of ONNX itself without attributes. */
  default Tensor op(String operator, Tensor... inputs) {
    return node("", operator, Map.of(), inputs);
  }

  /** One number in double precision. */
  default Tensor number(double value) {
    return doubles(new double[] {value});
  }

  /** The elements in another type. */
  default Tensor cast(Tensor x, Type to) {
    long code =
        switch (to) {
          case FLOAT -> 1;
          case LONG -> 7;
          case BOOL -> 9;
          case DOUBLE -> 11;
        };
    return node("", "Cast", Map.of("to", code), x);
  }

  /** Some columns (axis 1). */
  default Tensor columns(Tensor x, List<Integer> places) {
    long[] indices = places.stream().mapToLong(i -> i).toArray();
    return node("", "Gather", Map.of("axis", 1L), x, longs(indices, indices.length));
  }

  /** Tensors beside each other (axis 1). */
  default Tensor beside(List<Tensor> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : node("", "Concat", Map.of("axis", 1L), parts.toArray(Tensor[]::new));
  }

  /** x where it is a number, else what is given. */
  default Tensor where(Tensor condition, Tensor yes, Tensor no) {
    return op("Where", condition, yes, no);
  }
}
