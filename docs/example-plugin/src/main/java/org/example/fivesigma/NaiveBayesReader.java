package org.example.fivesigma;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelReader;

/** Reads a {@link NaiveBayes} back from a bundle. */
final class NaiveBayesReader implements ModelReader {
  @Override
  public Model read(Folder folder) throws IOException {
    Map<String, Object> manifest = folder.manifest();
    if (!Long.valueOf(1).equals(manifest.get("format"))) {
      throw new IOException("a naive Bayes model of format 1 was expected");
    }
    return new NaiveBayes(
        folder.pipeline(),
        NaiveBayes.Fit.of(
            numbers(manifest.get("prior"), "prior"),
            table(manifest.get("mean"), "mean"),
            table(manifest.get("variance"), "variance")),
        ((Long) manifest.get("signal_class")).intValue());
  }

  private static double[][] table(Object value, String key) throws IOException {
    if (!(value instanceof List<?> rows)) {
      throw new IOException("'" + key + "' was expected to be a list of lists");
    }
    double[][] table = new double[rows.size()][];
    for (int r = 0; r < table.length; r++) {
      table[r] = numbers(rows.get(r), key);
    }
    return table;
  }

  private static double[] numbers(Object value, String key) throws IOException {
    if (!(value instanceof List<?> items)) {
      throw new IOException("'" + key + "' was expected to be a list of numbers");
    }
    double[] numbers = new double[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(items.get(i) instanceof Number number)) {
        throw new IOException("'" + key + "' was expected to be a list of numbers");
      }
      numbers[i] = number.doubleValue();
    }
    return numbers;
  }
}
