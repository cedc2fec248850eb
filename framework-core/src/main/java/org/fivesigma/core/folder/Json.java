package org.fivesigma.core.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON of the run folder and the bundle: maps, lists, texts, numbers; NaN and infinities as texts.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_GETTERS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(200)
                .maxStringLength(200_000_000)
                .build());
  }

  private Json() {}

  /** Pretty-printed text with a newline at the end. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(plain(value)) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line, as for a journal. */
  public static String line(Object value) {
    try {
      return MAPPER
          .writer()
          .without(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(plain(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An object.
   *
   * @throws IOException when the text is no JSON object
   */
  public static Map<String, Object> object(String text) throws IOException {
    Object value = MAPPER.readValue(text, Object.class);
    if (!(value instanceof Map<?, ?> map)) {
      throw new IOException("expected a JSON object");
    }
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((k, v) -> result.put(String.valueOf(k), v));
    return result;
  }

  /** The object in a file. */
  public static Map<String, Object> read(Path file) throws IOException {
    return object(Files.readString(file));
  }

  /** A number that may have been written as text because JSON has no NaN. */
  public static double number(Object value) {
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    return value instanceof String s ? Double.parseDouble(s) : Double.NaN;
  }

  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> result = new LinkedHashMap<>();
      map.forEach((k, v) -> result.put(String.valueOf(k), plain(v)));
      return result;
    }
    if (value instanceof List<?> list) {
      return plainList(list);
    }
    if (value instanceof double[] doubles) {
      Object[] result = new Object[doubles.length];
      for (int i = 0; i < doubles.length; i++) {
        result[i] = plain(doubles[i]);
      }
      return result;
    }
    if (value instanceof Double d && (d.isNaN() || d.isInfinite())) {
      return d.toString();
    }
    if (value instanceof Float f) {
      return plain((double) f);
    }
    if (value instanceof Path || value instanceof Enum<?>) {
      return value.toString();
    }
    return value;
  }

  private static List<Object> plainList(List<?> list) {
    List<Object> result = new java.util.ArrayList<>(list.size());
    list.forEach(v -> result.add(plain(v)));
    return result;
  }
}
