package org.fivesigma.serving.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.bundle.Checksums;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.graph.ExportableModel;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Pipeline;

/** A graph as an ONNX file. What is written twice is kept once. */
final class OnnxGraph implements GraphWriter {
  private static final long IR_VERSION = 8;
  private static final long OPSET = 17;
  private static final long ML_OPSET = 3;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int DOUBLE = 11;

  private final Protobuf graph = new Protobuf();
  private final List<Protobuf> nodes = new ArrayList<>();
  private final List<Protobuf> constants = new ArrayList<>();
  private final Map<List<Object>, Tensor> known = new HashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private int names;

  /** Declares an input or output: {@code batch} rows, and columns unless there are none. */
  private static Protobuf declared(String name, int type, String rows, int columns) {
    Protobuf shape = new Protobuf().add(1, new Protobuf().add(2, rows));
    if (columns > 0) {
      shape.add(1, new Protobuf().add(1, (long) columns));
    }
    Protobuf tensor = new Protobuf().add(1, (long) type).add(2, shape);
    return new Protobuf().add(1, name).add(2, new Protobuf().add(1, tensor));
  }

  /** An input of float32 columns. */
  Tensor input(String name, int columns) {
    graph.add(11, declared(name, FLOAT, "events", columns));
    return new Tensor(name);
  }

  /** An input of one int64 for each event. */
  Tensor indices(String name) {
    graph.add(11, declared(name, INT64, "events", 0));
    return new Tensor(name);
  }

  /**
   * An output.
   *
   * @param columns 0: a vector
   */
  void output(String name, Tensor value, Type type, int columns) {
    nodes.add(new Protobuf().add(1, value.name()).add(2, name).add(3, name).add(4, "Identity"));
    int code =
        switch (type) {
          case FLOAT -> FLOAT;
          case DOUBLE -> DOUBLE;
          case LONG -> INT64;
          case BOOL -> 9;
        };
    graph.add(12, declared(name, code, "events", columns));
  }

  /** A property of the whole. */
  void metadata(String key, String value) {
    metadata.put(key, value);
  }

  /** The file. */
  byte[] file(String name, String version) {
    nodes.forEach(node -> graph.add(1, node));
    graph.add(2, name);
    constants.forEach(constant -> graph.add(5, constant));
    Protobuf model = new Protobuf();
    model.add(1, IR_VERSION);
    model.add(2, "fivesigma");
    model.add(3, version);
    model.add(7, graph);
    model.add(8, new Protobuf().add(1, "").add(2, OPSET));
    model.add(8, new Protobuf().add(1, "ai.onnx.ml").add(2, ML_OPSET));
    metadata.forEach((key, value) -> model.add(14, new Protobuf().add(1, key).add(2, value)));
    return model.bytes();
  }

  private String name(String prefix) {
    return prefix + "_" + names++;
  }

  private static ByteBuffer over(byte[] raw) {
    return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] raw(double[] values) {
    byte[] raw = new byte[Math.multiplyExact(values.length, Double.BYTES)];
    over(raw).asDoubleBuffer().put(values);
    return raw;
  }

  @Override
  public Tensor doubles(double[] values, long... shape) {
    return constant(DOUBLE, raw(values), shape);
  }

  @Override
  public Tensor floats(float[] values, long... shape) {
    byte[] raw = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    over(raw).asFloatBuffer().put(values);
    return constant(FLOAT, raw, shape);
  }

  @Override
  public Tensor longs(long[] values, long... shape) {
    byte[] raw = new byte[Math.multiplyExact(values.length, Long.BYTES)];
    over(raw).asLongBuffer().put(values);
    return constant(INT64, raw, shape);
  }

  private static Protobuf tensor(String name, int type, byte[] raw, long... shape) {
    Protobuf tensor = new Protobuf();
    for (long d : shape) {
      tensor.add(1, d);
    }
    return tensor.add(2, (long) type).add(8, name).add(9, raw);
  }

  private Tensor constant(int type, byte[] raw, long... shape) {
    List<Object> key =
        List.of("constant", type, Arrays.toString(shape), raw.length, Checksums.of(raw));
    return known.computeIfAbsent(
        key,
        k -> {
          String name = name("c");
          constants.add(tensor(name, type, raw, shape));
          return new Tensor(name);
        });
  }

  @Override
  public Tensor node(
      String domain, String operator, Map<String, Object> attributes, Tensor... inputs) {
    List<Protobuf> encoded = new ArrayList<>();
    attributes.forEach((key, value) -> encoded.add(attribute(key, value)));
    StringBuilder text = new StringBuilder();
    encoded.forEach(a -> text.append(HexFormat.of().formatHex(a.bytes())).append('/'));
    List<Object> key = new ArrayList<>(List.of(domain, operator, text.toString()));
    key.addAll(Arrays.asList(inputs));
    return known.computeIfAbsent(
        key,
        k -> {
          String name = name(operator.toLowerCase(java.util.Locale.ROOT));
          Protobuf node = new Protobuf();
          for (Tensor input : inputs) {
            node.add(1, input.name());
          }
          node.add(2, name).add(3, name).add(4, operator);
          encoded.forEach(a -> node.add(5, a));
          if (!domain.isEmpty()) {
            node.add(7, domain);
          }
          nodes.add(node);
          return new Tensor(name);
        });
  }

  private static Protobuf attribute(String name, Object value) {
    Protobuf attribute = new Protobuf().add(1, name);
    if (value instanceof Long integer) {
      return attribute.add(3, integer).add(20, 2L);
    }
    if (value instanceof Double number) {
      return attribute.add(2, number.floatValue()).add(20, 1L);
    }
    if (value instanceof String text) {
      return attribute.add(4, text).add(20, 3L);
    }
    if (value instanceof long[] integers) {
      for (long integer : integers) {
        attribute.add(8, integer);
      }
      return attribute.add(20, 7L);
    }
    if (value instanceof float[] numbers) {
      for (float number : numbers) {
        attribute.add(7, number);
      }
      return attribute.add(20, 6L);
    }
    if (value instanceof double[] numbers) {
      return attribute.add(5, tensor(name, DOUBLE, raw(numbers), numbers.length)).add(20, 4L);
    }
    if (value instanceof List<?> texts) {
      texts.forEach(text -> attribute.add(9, String.valueOf(text)));
      return attribute.add(20, 8L);
    }
    throw new IllegalArgumentException("attribute '" + name + "' is " + value.getClass());
  }

  @Override
  public Tensor scores(Model model, Tensor raw) {
    if (model instanceof ExportableModel exportable) {
      return exportable.write(this, raw);
    }
    throw UserError.of(
        "not-exportable", "a model of type '" + model.id() + "' cannot be written as a graph");
  }

  @Override
  public Tensor transformed(Pipeline pipeline, Tensor raw) {
    Block now = new Block(pipeline.inputs(), raw);
    for (FittedTransformer step : pipeline.steps()) {
      now = after(step, now);
    }
    Tensor ordered = now.columns(this, pipeline.outputs());
    return cast(ordered, Type.FLOAT);
  }

  /** Columns between steps, all in one tensor. */
  private record Block(List<String> names, Tensor values) {
    Tensor columns(GraphWriter graph, List<String> wanted) {
      return wanted.equals(names)
          ? values
          : graph.columns(values, wanted.stream().map(names::indexOf).toList());
    }
  }

  private Block after(FittedTransformer step, Block before) {
    List<String> names = new ArrayList<>();
    List<Tensor> parts = new ArrayList<>();
    List<String> rest =
        before.names.stream().filter(name -> !step.inputs().contains(name)).toList();
    if (!rest.isEmpty()) {
      names.addAll(rest);
      parts.add(before.columns(this, rest));
    }
    if (!step.outputs().isEmpty()) {
      if (!(step instanceof ExportableStep exportable)) {
        throw UserError.of(
            "not-exportable", "the step '" + step.id() + "' cannot be written as a graph");
      }
      names.addAll(step.outputs());
      parts.add(exportable.write(this, before.columns(this, step.inputs())));
    }
    return new Block(List.copyOf(names), beside(parts));
  }
}
