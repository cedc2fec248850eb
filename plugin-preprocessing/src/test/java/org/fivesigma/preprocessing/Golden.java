package org.fivesigma.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.testing.CsvSample;
import org.fivesigma.testing.SharedFiles;

/** The reference values of scikit-learn and the rows that they were computed from. */
public final class Golden {
  private static final Map<Path, Map<String, double[]>> TABLES = new HashMap<>();

  private final JsonNode node;
  private final List<String> columns;
  private final Map<String, double[]> table;

  private Golden(JsonNode node, List<String> columns, Map<String, double[]> table) {
    this.node = node;
    this.columns = columns;
    this.table = table;
  }

  /** The part of {@code preprocessing.json} of a sample: {@code higgsml} or {@code uci_higgs}. */
  public static Golden of(String sample) {
    JsonNode node;
    try {
      node =
          new ObjectMapper()
              .readTree(SharedFiles.reference("preprocessing.json").toFile())
              .get(sample);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path file = SharedFiles.data(node.get("file").asText());
    boolean higgsml = sample.equals("higgsml");
    Map<String, double[]> table = TABLES.computeIfAbsent(file, f -> read(f, higgsml ? 1 : 27));
    return new Golden(node, texts(node.get("columns")), table);
  }

  /** Names of the columns. */
  public List<String> columns() {
    return columns;
  }

  /** All 2000 values of a column of the file. */
  public double[] column(String name) {
    return table.get(name).clone();
  }

  /** All 2000 values of the columns. */
  public double[][] values() {
    return columns.stream().map(this::column).toArray(double[][]::new);
  }

  /** A part of the reference. */
  public JsonNode at(String... path) {
    JsonNode at = node;
    for (String key : path) {
      at = at.get(key);
      assertThat(at).as(key).isNotNull();
    }
    return at;
  }

  /** Numbers; null is NaN. */
  public double[] numbers(String... path) {
    return numbers(at(path));
  }

  /** Numbers; null is NaN. */
  public static double[] numbers(JsonNode list) {
    double[] values = new double[list.size()];
    Arrays.setAll(values, i -> list.get(i).isNull() ? Double.NaN : list.get(i).doubleValue());
    return values;
  }

  /** Rows of numbers. */
  public double[][] rows(String... path) {
    JsonNode list = at(path);
    double[][] rows = new double[list.size()][];
    Arrays.setAll(rows, i -> numbers(list.get(i)));
    return rows;
  }

  /** Texts of a list. */
  public static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Asserts |a−b| ≤ tolerance · (1 + |b|), NaN equal to NaN. */
  public static void assertClose(
      double[] actual, double[] expected, double tolerance, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      boolean same = Double.isNaN(expected[i]) && Double.isNaN(actual[i]);
      boolean close = Math.abs(actual[i] - expected[i]) <= tolerance * (1 + Math.abs(expected[i]));
      assertThat(same || close)
          .as("%s [%d]: %s, expected %s within %s", what, i, actual[i], expected[i], tolerance)
          .isTrue();
    }
  }

  /** Rows 0, step, 2·step, …: 2000 of them. */
  private static Map<String, double[]> read(Path file, int step) {
    CsvSample sample = CsvSample.read(file);
    Map<String, double[]> table = new HashMap<>();
    for (String name : sample.names()) {
      String[] texts = sample.texts(name);
      double[] values = new double[2000];
      Arrays.setAll(values, i -> number(texts[i * step]));
      table.put(name, values);
    }
    Arrays.setAll(
        table.getOrDefault("DER_mass_MMC", new double[0]),
        i -> table.get("DER_mass_MMC")[i] == -999 ? Double.NaN : table.get("DER_mass_MMC")[i]);
    return table;
  }

  private static double number(String text) {
    boolean number = !text.isEmpty() && "+-.0123456789".indexOf(text.charAt(0)) >= 0;
    return number ? Double.parseDouble(text) : Double.NaN;
  }
}
