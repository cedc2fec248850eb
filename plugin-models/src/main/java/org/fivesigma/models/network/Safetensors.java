package org.fivesigma.models.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named float32 tensors in the safetensors format: the length of a JSON header, the header with
 * type, shape and place of each tensor, the values, all little-endian.
 */
final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_HEADER = 10_000_000;

  private Safetensors() {}

  /** A tensor. */
  record Tensor(List<Long> shape, float[] values) {}

  /** The file's bytes. */
  static byte[] write(Map<String, Tensor> tensors) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    long at = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long end = at + 4L * entry.getValue().values().length;
      Map<String, Object> description = new LinkedHashMap<>();
      description.put("dtype", "F32");
      description.put("shape", entry.getValue().shape());
      description.put("data_offsets", List.of(at, end));
      header.put(entry.getKey(), description);
      at = end;
    }
    String text = JSON.writeValueAsString(header);
    // the values begin at a multiple of eight bytes
    String padded = text + " ".repeat((8 - text.length() % 8) % 8);
    byte[] head = padded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(8 + head.length + at)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(head.length).put(head);
    for (Tensor tensor : tensors.values()) {
      bytes.asFloatBuffer().put(tensor.values());
      bytes.position(bytes.position() + 4 * tensor.values().length);
    }
    return bytes.array();
  }

  /**
   * The tensors of a file.
   *
   * @throws IOException when it is not one, saying what is wrong
   */
  static Map<String, Tensor> read(byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < 8) {
      throw new IOException("weights: " + content.length + " bytes are too few");
    }
    long length = bytes.getLong();
    if (length < 2 || length > Math.min(LARGEST_HEADER, content.length - 8L)) {
      throw new IOException("weights: a header of " + length + " bytes cannot be");
    }
    Map<?, ?> header =
        JSON.readValue(new String(content, 8, (int) length, StandardCharsets.UTF_8), Map.class);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int base = (int) (8 + length);
    for (Map.Entry<?, ?> entry : header.entrySet()) {
      if (!"__metadata__".equals(entry.getKey())) {
        tensors.put(
            String.valueOf(entry.getKey()),
            tensor(entry.getKey(), entry.getValue(), content, base));
      }
    }
    return tensors;
  }

  private static Tensor tensor(Object name, Object description, byte[] content, int base)
      throws IOException {
    if (!(description instanceof Map<?, ?> d)
        || !"F32".equals(d.get("dtype"))
        || !(d.get("shape") instanceof List<?> shape)
        || !(d.get("data_offsets") instanceof List<?> offsets)
        || offsets.size() != 2
        || !(offsets.get(0) instanceof Number from)
        || !(offsets.get(1) instanceof Number to)) {
      throw new IOException("weights: tensor '" + name + "' is not described as float32");
    }
    long size = 1;
    List<Long> dimensions = new java.util.ArrayList<>();
    for (Object s : shape) {
      if (!(s instanceof Number n) || n.longValue() < 0) {
        throw new IOException("weights: tensor '" + name + "' has the shape " + shape);
      }
      dimensions.add(n.longValue());
      size = Math.multiplyExact(size, n.longValue());
    }
    long begin = from.longValue();
    long end = to.longValue();
    if (begin < 0 || end - begin != 4 * size || base + end > content.length) {
      throw new IOException("weights: tensor '" + name + "' does not fit in the file");
    }
    float[] values = new float[Math.toIntExact(size)];
    ByteBuffer.wrap(content, Math.toIntExact(base + begin), values.length * 4)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return new Tensor(dimensions, values);
  }
}
