package org.fivesigma.models.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivesigma.models.network.activation.Activation;

/** An architecture and its parameters as they stand in a bundle. */
final class ArchitectureFile {
  private ArchitectureFile() {}

  static Map<String, Object> write(Architecture a) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("inputs", (long) a.inputs());
    map.put("hidden", a.hidden().stream().map(Integer::longValue).toList());
    map.put("outputs", (long) a.outputs());
    map.put("activation", a.activation().function().name().toLowerCase(Locale.ROOT));
    map.put("activation_parameter", a.activation().parameter());
    map.put("batch_norm", a.batchNorm());
    map.put("connections", a.connections().name().toLowerCase(Locale.ROOT));
    return map;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException naming what is missing or wrong
   */
  static Architecture read(Map<?, ?> map) throws IOException {
    List<Integer> hidden = new ArrayList<>();
    if (!(map.get("hidden") instanceof List<?> widths)) {
      throw new IOException("network manifest: 'hidden' is no list");
    }
    for (Object width : widths) {
      hidden.add(positive("hidden", width));
    }
    return new Architecture(
        positive("inputs", map.get("inputs")),
        hidden,
        positive("outputs", map.get("outputs")),
        new Activation(
            constant(Activation.Function.class, "activation", map.get("activation")),
            map.get("activation_parameter") instanceof Number n ? n.doubleValue() : 0),
        Boolean.TRUE.equals(map.get("batch_norm")),
        constant(Connections.class, "connections", map.get("connections")));
  }

  private static int positive(String key, Object value) throws IOException {
    if (value instanceof Number n && n.longValue() > 0 && n.longValue() <= Integer.MAX_VALUE) {
      return n.intValue();
    }
    throw new IOException("network manifest: '" + key + "' is " + value);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String key, Object value)
      throws IOException {
    try {
      return Enum.valueOf(type, String.valueOf(value).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IOException("network manifest: '" + key + "' is " + value, e);
    }
  }

  /** Adds a network's tensors under their names. */
  static void tensors(
      Architecture architecture,
      MlpModel.Weights weights,
      String prefix,
      Map<String, Safetensors.Tensor> into) {
    for (Architecture.Tensor t : architecture.tensors()) {
      float[] values = new float[t.size()];
      System.arraycopy(weights.parameters(), t.offset(), values, 0, values.length);
      List<Long> shape =
          t.columns() == 0
              ? List.of((long) t.rows())
              : List.of((long) t.rows(), (long) t.columns());
      into.put(prefix + t.name(), new Safetensors.Tensor(shape, values));
    }
    float[] statistics = weights.statistics();
    int at = 0;
    for (int i = 0; i < architecture.hidden().size() && statistics.length > 0; i++) {
      int width = architecture.hidden().get(i);
      for (String name : List.of("running_mean", "running_var")) {
        float[] values = new float[width];
        System.arraycopy(statistics, at, values, 0, width);
        into.put(
            prefix + "layers." + i + ".norm." + name,
            new Safetensors.Tensor(List.of((long) width), values));
        at += width;
      }
    }
  }

  /**
   * A network's parameters from its tensors.
   *
   * @throws IOException naming a tensor that is missing or of another size
   */
  static MlpModel.Weights weights(
      Architecture architecture, String prefix, Map<String, Safetensors.Tensor> tensors)
      throws IOException {
    // before memory is taken for what a broken file only claims
    long there = tensors.values().stream().mapToLong(t -> t.values().length).sum();
    if (architecture.parameters() > there) {
      throw new IOException(
          "weights: "
              + there
              + " values for a network of "
              + architecture.parameters()
              + " parameters");
    }
    float[] parameters = new float[Math.toIntExact(architecture.parameters())];
    for (Architecture.Tensor t : architecture.tensors()) {
      copy(tensors, prefix + t.name(), parameters, t.offset(), t.size());
    }
    float[] statistics = new float[architecture.statistics()];
    int at = 0;
    for (int i = 0; i < architecture.hidden().size() && statistics.length > 0; i++) {
      int width = architecture.hidden().get(i);
      for (String name : List.of("running_mean", "running_var")) {
        copy(tensors, prefix + "layers." + i + ".norm." + name, statistics, at, width);
        at += width;
      }
    }
    return new MlpModel.Weights(parameters, statistics);
  }

  private static void copy(
      Map<String, Safetensors.Tensor> tensors, String name, float[] into, int offset, int size)
      throws IOException {
    Safetensors.Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.values().length != size) {
      throw new IOException(
          "weights: tensor '"
              + name
              + (tensor == null ? "' is missing" : "' has " + tensor.values().length + " values")
              + "; expected "
              + size
              + " values");
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new IOException("weights: tensor '" + name + "' holds " + value);
      }
    }
    System.arraycopy(tensor.values(), 0, into, offset, size);
  }
}
