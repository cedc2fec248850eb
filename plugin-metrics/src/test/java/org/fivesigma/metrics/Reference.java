package org.fivesigma.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.testing.SharedFiles;

/** The samples and scores of the reference values, computed from their formulas. */
public final class Reference {
  private Reference() {}

  /** The reference values. */
  public static JsonNode values() {
    try {
      return new ObjectMapper().readTree(SharedFiles.reference("metrics.json").toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Columns of some rows of a table. */
  record Table(List<String> header, List<String[]> rows) {
    double[] column(String name) {
      int c = header.indexOf(name);
      return rows.stream().mapToDouble(r -> Double.parseDouble(r[c])).toArray();
    }

    String[] text(String name) {
      int c = header.indexOf(name);
      return rows.stream().map(r -> r[c]).toArray(String[]::new);
    }
  }

  private static Table read(String file, int every, int rows) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedFiles.data(file))),
                StandardCharsets.UTF_8))) {
      List<String> header = Arrays.asList(in.readLine().split(",", -1));
      List<String[]> kept = new ArrayList<>();
      String line;
      for (int i = 0; kept.size() < rows && (line = in.readLine()) != null; i++) {
        if (i % every == 0) {
          kept.add(line.split(",", -1));
        }
      }
      return new Table(header, kept);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** HiggsML rows 0..1999 with KaggleWeight, and the first score or the second with ties. */
  public static Scored higgsml(String score) {
    Table table = read("higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz", 1, 2000);
    double[] mt = table.column("DER_mass_transverse_met_lep");
    double[] pt = table.column("PRI_tau_pt");
    String[] label = table.text("Label");
    int[] labels = new int[mt.length];
    double[] scores = new double[mt.length];
    for (int i = 0; i < mt.length; i++) {
      labels[i] = label[i].equals("s") ? 1 : 0;
      double p = 1 / (1 + Math.exp(-(-0.9 + -0.03 * mt[i] + 0.05 * pt[i])));
      scores[i] =
          score.equals("score1") ? p : Math.min(0.99, Math.max(0.01, Math.rint(100 * p) / 100));
    }
    return binary(labels, scores, table.column("KaggleWeight"));
  }

  /** Every 24th pseudo-experiment row. */
  public static Scored pseudoexperiments() {
    Table table = read("fair_universe/fair_hep2023_pseudoexperiments.csv.gz", 24, 100_000);
    double[] a = table.column("DER_mass_vis");
    double[] b = table.column("DER_pt_h");
    double[] c = table.column("DER_mass_transverse_met_lep");
    double[] scores = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      scores[i] =
          1 / (1 + Math.exp(-(-1.0 + 0.6 * a[i] / 50 + 0.9 * b[i] / 100 + -1.0 * c[i] / 40)));
    }
    int[] labels = Arrays.stream(table.column("label")).mapToInt(l -> (int) l).toArray();
    return binary(labels, scores, table.column("weight"));
  }

  /** The five processes with softmax scores and the reference weights. */
  public static Scored processes() {
    JsonNode reference = values().get("processes");
    Table table = read("fair_universe/fair_hep2024_processes.csv.gz", 8, 100_000);
    List<String> classes = new ArrayList<>();
    reference.get("classes").forEach(c -> classes.add(c.asText()));
    JsonNode score = reference.get("score");
    int k = classes.size();
    double[][] columns = new double[score.get("columns").size()][];
    for (int j = 0; j < columns.length; j++) {
      columns[j] = table.column(score.get("columns").get(j).asText());
    }
    int n = table.rows().size();
    String[] process = table.text("process");
    int[] labels = new int[n];
    double[] scores = new double[n * k];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = classes.indexOf(process[i]);
      weights[i] = 1 + (i % 3) / 2.0;
      double sum = 0;
      for (int c = 0; c < k; c++) {
        double z = score.get("bias").get(c).asDouble();
        for (int j = 0; j < columns.length; j++) {
          z +=
              score.get("A").get(c).get(j).asDouble()
                  * columns[j][i]
                  / score.get("scale").get(j).asDouble();
        }
        scores[i * k + c] = Math.exp(z);
        sum += scores[i * k + c];
      }
      for (int c = 0; c < k; c++) {
        scores[i * k + c] /= sum;
      }
    }
    return new Scored(
        "test", classes, 1, labels, scores, weights, weights, labels, classes, Optional.empty());
  }

  /** A binary part whose processes are its classes. */
  public static Scored binary(int[] labels, double[] scores, double[] weights) {
    List<String> classes = List.of("background", "signal");
    return new Scored(
        "valid", classes, 1, labels, scores, weights, weights, labels, classes, Optional.empty());
  }

  /** The same events, each counting 1. */
  public static Scored unweighted(Scored scored) {
    double[] ones = new double[scored.rows()];
    Arrays.fill(ones, 1);
    return scored.withWeights(ones);
  }

  /** Weights scaled class by class to the sums of the HiggsML challenge. */
  public static Scored atFullYields(Scored scored) {
    double[] totals = {410999.8, 691.99};
    double[] sums = new double[2];
    double[] weights = scored.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      sums[scored.labels()[i]] += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= totals[scored.labels()[i]] / sums[scored.labels()[i]];
    }
    return scored.withWeights(weights);
  }

  /** Every 7th background event with its weight negated. */
  public static Scored negative(Scored scored) {
    double[] weights = scored.weights().clone();
    int background = 0;
    for (int i = 0; i < weights.length; i++) {
      if (scored.labels()[i] == 0 && ++background % 7 == 0) {
        weights[i] = -weights[i];
      }
    }
    return scored.withWeights(weights);
  }

  /** The value of a detail for the part's own weights, with the cut its own rule chooses on it. */
  public static double value(org.fivesigma.spi.metric.Metric metric, Scored part, String detail) {
    Optional<Double> cut =
        metric
            .chooseCut(
                part,
                new org.fivesigma.spi.metric.Metric.CutContext(
                    new org.fivesigma.spi.Seeds(1), 1, org.fivesigma.spi.metric.Rescaling.none()))
            .cut();
    var prepared = metric.prepare(part, cut);
    return prepared.values(part.weights())[prepared.details().indexOf(detail)];
  }
}
