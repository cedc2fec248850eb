package org.fivesigma.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A small gzipped csv file as texts, for tests that do not see the data plugin. No quoting. */
public final class CsvSample {
  private final List<String> names;
  private final List<String[]> rows = new ArrayList<>();

  private CsvSample(List<String> names) {
    this.names = names;
  }

  /** Reads a file with a header. */
  public static CsvSample read(Path file) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      CsvSample sample = new CsvSample(Arrays.asList(in.readLine().split(",")));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        sample.rows.add(line.split(",", -1));
      }
      return sample;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Number of rows. */
  public int rows() {
    return rows.size();
  }

  /** Column names. */
  public List<String> names() {
    return names;
  }

  /** A column as texts. */
  public String[] texts(String name) {
    int column = names.indexOf(name);
    return rows.stream().map(r -> r[column]).toArray(String[]::new);
  }

  /** A column as numbers; one value may mean missing. */
  public double[] numbers(String name, double missing) {
    return Arrays.stream(texts(name))
        .mapToDouble(Double::parseDouble)
        .map(v -> v == missing ? Double.NaN : v)
        .toArray();
  }

  /** Columns as features. */
  public float[][] features(List<String> wanted, double missing) {
    float[][] values = new float[wanted.size()][rows()];
    for (int c = 0; c < values.length; c++) {
      double[] numbers = numbers(wanted.get(c), missing);
      for (int i = 0; i < numbers.length; i++) {
        values[c][i] = (float) numbers[i];
      }
    }
    return values;
  }
}
