package org.fivesigma.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;

/**
 * The objectives of the reference file {@code search.json}, all minimised, with their spaces, known
 * points and the regrets measured of Optuna's samplers.
 */
public final class SearchFunctions {
  /** One objective: its space, its function of a setting, and what the reference says of it. */
  public record Objective(
      String name,
      List<Parameter> space,
      double minimum,
      ToDoubleFunction<Map<String, Object>> function,
      JsonNode reference) {

    /** The setting at a reference point: values in the order of the space. */
    public Map<String, Object> setting(JsonNode point) {
      Map<String, Object> setting = new LinkedHashMap<>();
      for (int i = 0; i < space.size(); i++) {
        Domain domain = space.get(i).domain();
        JsonNode value = point.get(i);
        setting.put(
            space.get(i).path(),
            domain instanceof Domain.Choices
                ? value.asText()
                : domain instanceof Domain.Ints ? (Object) value.asLong() : value.asDouble());
      }
      return setting;
    }
  }

  private SearchFunctions() {}

  /** All that can be computed here. */
  public static List<Objective> read(Path searchJson, Path tableJson) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode all = json.readTree(searchJson.toFile()).get("objectives");
    ToDoubleFunction<double[]> knn = knn(json.readTree(tableJson.toFile()));
    List<Objective> objectives = new ArrayList<>();
    for (String name :
        List.of("branin", "hartmann6", "ackley5", "rosenbrock4", "mixed", "xgb_knn_surrogate")) {
      JsonNode reference = all.get(name);
      objectives.add(
          new Objective(
              name,
              space(reference.get("space")),
              reference.get("minimum").asDouble(),
              function(name, reference, knn),
              reference));
    }
    return objectives;
  }

  private static List<Parameter> space(JsonNode list) {
    List<Parameter> space = new ArrayList<>();
    for (JsonNode p : list) {
      boolean log = p.path("log").asBoolean(false);
      Domain domain =
          switch (p.get("type").asText()) {
            case "int" -> new Domain.Ints(p.get("low").asLong(), p.get("high").asLong(), log, 1);
            case "float" ->
                new Domain.Floats(p.get("low").asDouble(), p.get("high").asDouble(), log, 0);
            default -> {
              List<Object> values = new ArrayList<>();
              p.get("choices").forEach(c -> values.add(c.asText()));
              yield new Domain.Choices(values);
            }
          };
      space.add(new Parameter(p.get("name").asText(), domain, Map.of()));
    }
    return space;
  }

  private static ToDoubleFunction<Map<String, Object>> function(
      String name, JsonNode reference, ToDoubleFunction<double[]> knn) {
    return switch (name) {
      case "branin" -> s -> branin(numbers(s));
      case "hartmann6" -> {
        double[][] a = matrix(reference.get("A"));
        double[][] p = matrix(reference.get("P"));
        double[] c = row(reference.get("C"));
        yield s -> hartmann(numbers(s), a, p, c);
      }
      case "ackley5" -> s -> ackley(numbers(s));
      case "rosenbrock4" -> s -> rosenbrock(numbers(s));
      case "mixed" -> s -> mixed(s, reference.get("off"), reference.get("d"));
      default ->
          s -> {
            double[] x = numbers(s);
            return knn.applyAsDouble(
                new double[] {
                  (x[0] - 1) / 19,
                  (Math.log10(x[1]) + 2) / 2,
                  x[2] / 10,
                  (x[3] - 1) / 9,
                  (x[4] - 0.3) / 0.7,
                  x[5] / 2
                });
          };
    };
  }

  private static double[] numbers(Map<String, Object> setting) {
    return setting.values().stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
  }

  private static double branin(double[] x) {
    double b = 5.1 / (4 * Math.PI * Math.PI);
    double c = 5 / Math.PI;
    double inner = x[1] - b * x[0] * x[0] + c * x[0] - 6;
    return inner * inner + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
  }

  private static double hartmann(double[] x, double[][] a, double[][] p, double[] c) {
    double sum = 0;
    for (int i = 0; i < c.length; i++) {
      double inner = 0;
      for (int j = 0; j < x.length; j++) {
        inner += a[i][j] * (x[j] - p[i][j]) * (x[j] - p[i][j]);
      }
      sum -= c[i] * Math.exp(-inner);
    }
    return sum;
  }

  private static double ackley(double[] x) {
    double squares = 0;
    double cosines = 0;
    for (double v : x) {
      squares += v * v / x.length;
      cosines += Math.cos(2 * Math.PI * v) / x.length;
    }
    return -20 * Math.exp(-0.2 * Math.sqrt(squares)) - Math.exp(cosines) + 20 + Math.E;
  }

  private static double rosenbrock(double[] x) {
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double a = x[i + 1] - x[i] * x[i];
      sum += 100 * a * a + (1 - x[i]) * (1 - x[i]);
    }
    return sum;
  }

  private static double mixed(Map<String, Object> s, JsonNode off, JsonNode d) {
    String kind = (String) s.get("kind");
    double depth = ((Number) s.get("depth")).doubleValue();
    double eta = (Double) s.get("eta");
    double sub = (Double) s.get("sub");
    double a = (depth - d.get(kind).asDouble()) / 6;
    double b = Math.log10(eta) + 1.5 + 0.05 * (depth - 8);
    return off.get(kind).asDouble() + a * a + b * b + 2 * (sub - 0.8) * (sub - 0.8);
  }

  private static ToDoubleFunction<double[]> knn(JsonNode table) {
    List<double[]> rows = new ArrayList<>();
    table.get("rows").forEach(r -> rows.add(row(r)));
    double[][] x = new double[rows.size()][];
    double[] y = new double[rows.size()];
    for (int i = 0; i < y.length; i++) {
      double[] r = rows.get(i);
      x[i] =
          new double[] {
            (r[0] - 1) / 19,
            (Math.log10(r[1]) + 2) / 2,
            r[2] / 10,
            (r[3] - 1) / 9,
            (r[4] - 0.3) / 0.7,
            r[5] / 2
          };
      y[i] = 1 - r[6];
    }
    return at -> {
      double[] distance = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < at.length; j++) {
          distance[i] += (at[j] - x[i][j]) * (at[j] - x[i][j]);
        }
      }
      double sum = 0;
      double weights = 0;
      for (int i :
          IntStream.range(0, y.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> distance[i]))
              .limit(8)
              .toList()) {
        double w = 1 / (distance[i] + 1e-6);
        sum += w * y[i];
        weights += w;
      }
      return sum / weights;
    };
  }

  private static double[] row(JsonNode list) {
    return IntStream.range(0, list.size()).mapToDouble(i -> list.get(i).asDouble()).toArray();
  }

  private static double[][] matrix(JsonNode list) {
    return IntStream.range(0, list.size()).mapToObj(i -> row(list.get(i))).toArray(double[][]::new);
  }
}
