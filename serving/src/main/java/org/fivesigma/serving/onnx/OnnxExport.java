package org.fivesigma.serving.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.core.folder.Json;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/**
 * Writes a bundle as one ONNX graph, preprocessing included, and compares its scores under ONNX
 * Runtime with the bundle's own.
 *
 * <p>Input {@code features}: float32, events × features in the order of the manifest; missing is
 * NaN or one of the manifest's codes. Input {@code fold}, int64, only where the model of an event
 * is chosen by a hash of its id: the remainder of the hash. Outputs: {@code score}, float64, events
 * × 1 when binary, else × classes; {@code class}, int64, the index of the likeliest class; {@code
 * accepted}, bool, where the bundle has a cut.
 */
public final class OnnxExport {
  /** Largest difference from the bundle's own scores. */
  public static final double TOLERANCE = 1e-5;

  private static final int EVENTS = 4096;
  private static final String FEATURES = "features";
  private static final String FOLD = "fold";

  private OnnxExport() {}

  /**
   * What was written.
   *
   * @param difference largest difference of a score
   * @param events how many events it was seen on
   * @param bytes size of the file
   */
  public record Result(double difference, int events, long bytes) {}

  /**
   * Exports.
   *
   * @throws UserError {@code not-exportable} for what cannot be written, {@code onnx-differs} when
   *     the scores differ by more than {@link #TOLERANCE}: nothing is written then
   */
  public static Result export(Bundle bundle, Path file) {
    BundleManifest manifest = bundle.manifest();
    byte[] model;
    try {
      model = graph(bundle);
    } catch (UserError e) {
      throw UserError.of(e.code(), e.getMessage()).at("MODEL").because(e);
    }
    float[][] events = events(manifest);
    double difference = difference(bundle, model, events);
    if (!(difference <= TOLERANCE)) {
      throw UserError.of(
              "onnx-differs",
              "the graph's scores differ from the model's by "
                  + difference
                  + ", more than "
                  + TOLERANCE)
          .at("--onnx")
          .hint(
              "combine: rank_mean makes steps of the last digits of its members' scores, the more"
                  + " events valid has the steeper; other combinations do not");
    }
    try {
      Path beside = file.resolveSibling(file.getFileName() + ".tmp");
      Files.write(beside, model);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
    return new Result(difference, events[0].length, model.length);
  }

  private static byte[] graph(Bundle bundle) {
    BundleManifest manifest = bundle.manifest();
    OnnxGraph graph = new OnnxGraph();
    int width = manifest.features().size();
    Tensor in = graph.cast(graph.input(FEATURES, width), GraphWriter.Type.DOUBLE);
    for (double code : manifest.missing()) {
      // rounded as the input is: a code of single precision has to be met
      Tensor met = graph.op("Equal", in, graph.number((float) code));
      in = graph.where(met, graph.number(Double.NaN), in);
    }
    Tensor raw = in;
    List<Tensor> scores = new ArrayList<>();
    bundle.models().forEach(model -> scores.add(graph.scores(model, raw)));
    Tensor score = manifest.folds() > 0 ? ofFold(graph, scores) : mean(graph, scores);
    graph.output("score", score, GraphWriter.Type.DOUBLE, manifest.outputs());
    Tensor chosen = chosen(graph, score, manifest);
    graph.output("class", chosen, GraphWriter.Type.LONG, 0);
    if (manifest.cut().isPresent()) {
      graph.output("accepted", accepted(graph, score, chosen, manifest), GraphWriter.Type.BOOL, 0);
    }
    graph.metadata("name", manifest.name());
    graph.metadata("features", Json.line(manifest.featureNames()));
    graph.metadata("classes", Json.line(manifest.classes()));
    graph.metadata("signal", manifest.classes().get(manifest.signal()));
    graph.metadata("missing", Json.line(manifest.missing()));
    graph.metadata("derive", Json.line(manifest.derive()));
    if (manifest.folds() > 0) {
      graph.metadata("folds", Integer.toString(manifest.folds()));
      graph.metadata("id", Json.line(manifest.ids()));
    }
    manifest.cut().ifPresent(cut -> graph.metadata("cut", Double.toString(cut)));
    return graph.file(
        manifest.name(), String.valueOf(manifest.provenance().getOrDefault("version", "")));
  }

  private static Tensor mean(OnnxGraph graph, List<Tensor> scores) {
    Tensor sum = scores.get(0);
    for (Tensor score : scores.subList(1, scores.size())) {
      sum = graph.op("Add", sum, score);
    }
    return scores.size() == 1 ? sum : graph.op("Div", sum, graph.number(scores.size()));
  }

  /** The scores of the model of each event's own fold, which is an input; NaN for no fold. */
  private static Tensor ofFold(OnnxGraph graph, List<Tensor> scores) {
    Tensor fold = graph.op("Reshape", graph.indices(FOLD), graph.longs(new long[] {-1, 1}, 2));
    Tensor score = graph.number(Double.NaN);
    for (int m = 0; m < scores.size(); m++) {
      Tensor own = graph.op("Equal", fold, graph.longs(new long[] {m}));
      score = graph.where(own, scores.get(m), score);
    }
    return score;
  }

  private static Tensor vector(OnnxGraph graph, Tensor matrix) {
    return graph.op("Reshape", matrix, graph.longs(new long[] {-1}, 1));
  }

  private static Tensor chosen(OnnxGraph graph, Tensor score, BundleManifest manifest) {
    if (manifest.outputs() == 1) {
      Tensor half = graph.op("GreaterOrEqual", vector(graph, score), graph.number(0.5));
      return graph.cast(half, GraphWriter.Type.LONG);
    }
    return graph.node("", "ArgMax", Map.of("axis", 1L, "keepdims", 0L), score);
  }

  private static Tensor accepted(
      OnnxGraph graph, Tensor score, Tensor chosen, BundleManifest manifest) {
    double cut = manifest.cut().orElseThrow();
    if (manifest.outputs() == 1) {
      return graph.op("GreaterOrEqual", vector(graph, score), graph.number(cut));
    }
    Tensor signal = vector(graph, graph.columns(score, List.of(manifest.signal())));
    Tensor high = graph.op("GreaterOrEqual", signal, graph.number(cut));
    Tensor largest = graph.op("Equal", chosen, graph.longs(new long[] {manifest.signal()}));
    return graph.op("And", high, largest);
  }

  /**
   * Events over the ranges seen in training and a little beyond, some values missing where some
   * were.
   */
  private static float[][] events(BundleManifest manifest) {
    List<BundleManifest.Feature> features = manifest.features();
    float[][] values = new float[features.size()][EVENTS];
    for (int f = 0; f < values.length; f++) {
      RandomGenerator random = new Seeds(1).stream("onnx-check", f);
      BundleManifest.Feature feature = features.get(f);
      boolean known = Double.isFinite(feature.min()) && Double.isFinite(feature.max());
      double low = known ? feature.min() : 0;
      double range = known ? feature.max() - low : 0;
      for (int i = 0; i < EVENTS; i++) {
        double u = random.nextDouble();
        // half of them near the lower end, where falling spectra are
        double place = i % 2 == 0 ? u : u * u * u * u;
        double beyond = i % 16 == 0 ? 1.1 : 1;
        values[f][i] =
            feature.missing() > 0 && random.nextInt(8) == 0
                ? Float.NaN
                : (float) (low + place * beyond * range);
      }
    }
    return values;
  }

  private static double difference(Bundle bundle, byte[] model, float[][] events) {
    BundleManifest manifest = bundle.manifest();
    int width = events.length;
    float[] rows = new float[width * EVENTS];
    for (int f = 0; f < width; f++) {
      for (int i = 0; i < EVENTS; i++) {
        rows[i * width + f] = events[f][i];
      }
    }
    List<String> ids = IntStream.range(0, EVENTS).mapToObj(Integer::toString).toList();
    double[] own =
        bundle.predict(
            Columns.of(manifest.featureNames(), events, EVENTS),
            ids,
            Runtime.getRuntime().availableProcessors());
    long[] folds = new long[EVENTS];
    if (manifest.folds() > 0) {
      Split.FoldRule rule = new Split.FoldRule(manifest.folds());
      Arrays.setAll(folds, i -> rule.fold(ids.get(i)));
    }
    double largest = 0;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
      int batch = 512;
      for (int from = 0; from < EVENTS; from += batch) {
        FloatBuffer part = FloatBuffer.wrap(rows, from * width, batch * width).slice();
        LongBuffer foldsOfPart = LongBuffer.wrap(folds, from, batch).slice();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor in = OnnxTensor.createTensor(environment, part, new long[] {batch, width});
            OnnxTensor fold =
                OnnxTensor.createTensor(environment, foldsOfPart, new long[] {batch});
            OrtSession.Result result =
                session.run(
                    manifest.folds() > 0
                        ? Map.of(FEATURES, in, FOLD, fold)
                        : Map.of(FEATURES, in))) {
          double[][] scores = (double[][]) result.get("score").orElseThrow().getValue();
          for (int i = 0; i < batch; i++) {
            for (int k = 0; k < scores[i].length; k++) {
              double d = Math.abs(scores[i][k] - own[(from + i) * scores[i].length + k]);
              largest = d > largest || Double.isNaN(d) ? d : largest;
            }
          }
        }
      }
    } catch (OrtException e) {
      throw UserError.of("not-exportable", "ONNX Runtime refuses the graph: " + e.getMessage())
          .at("MODEL")
          .because(e);
    }
    return largest;
  }
}
