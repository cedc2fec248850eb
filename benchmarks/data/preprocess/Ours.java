import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.core.pipeline.PipelineFitter;
import org.fivesigma.data.csv.CsvOptions;
import org.fivesigma.data.csv.CsvSource;
import org.fivesigma.data.load.DuckDbTableLoader;
import org.fivesigma.data.split.FractionOptions;
import org.fivesigma.data.split.FractionSplit;
import org.fivesigma.preprocessing.Impute;
import org.fivesigma.preprocessing.PowerTransform;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.Split;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.StepSpec;
import org.fivesigma.spi.transform.Transformer;

/** CSV, median impute, 70/15/15, Yeo-Johnson with unit variance, float32 matrices; times as JSON. */
final class Ours {
  private static final Map<String, double[]> STEPS = new LinkedHashMap<>();
  private static long wall = System.nanoTime();
  private static double cpu;

  private static void done(String name) {
    double now =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime()
            / 1e9;
    STEPS.put(name, new double[] {(System.nanoTime() - wall) / 1e9, now - cpu});
    wall = System.nanoTime();
    cpu = now;
  }

  private static <O extends Record> StepSpec step(
      String id, Class<O> type, O options, Function<O, Transformer> make) {
    return new StepSpec(new Configured<>(id, options, o -> make.apply(type.cast(o))), List.of());
  }

  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[1]);
    done("start");
    CsvSource source = new CsvSource(new CsvOptions(List.of(Path.of(args[0])), ",", true, List.of()));
    SourceSpec spec =
        new SourceSpec(
            new Configured<>("csv", new Options(), o -> source),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());
    TableLoader.Request request =
        new TableLoader.Request(
            List.of(spec), List.of(), Set.of(), Map.of(), Map.of(), Optional.empty());
    Path cache = Files.createTempDirectory("fivesigma-benchmark");
    SourceContext context =
        new SourceContext(Path.of("").toAbsolutePath(), cache, threads, new Seeds(1), s -> {});
    TableLoader loader = new DuckDbTableLoader();
    List<TableLoader.Wanted> wanted = new ArrayList<>();
    loader.schema(request, context).keySet()
        .forEach(
            name ->
                wanted.add(
                    new TableLoader.Wanted(
                        name,
                        name.equals("label") ? TableLoader.As.NATURAL : TableLoader.As.FLOAT)));
    EventTable table = loader.load(request, wanted, context).table();
    List<String> names = table.names().stream().filter(n -> !n.equals("label")).toList();
    float[][] values =
        names.stream()
            .map(n -> ((Column.Floats) table.column(n)).values())
            .toArray(float[][]::new);
    Columns features = Columns.of(names, values, table.rows());
    done("read");
    Column labels = table.column("label");
    int[] label = IntStream.range(0, table.rows()).map(r -> (int) labels.number(r)).toArray();
    FractionOptions fractions =
        new FractionOptions(Map.of("train", 0.70, "valid", 0.15, "test", 0.15));
    Map<String, int[]> parts =
        new FractionSplit(fractions, true)
            .split(
                new Split.Events(
                    table.rows(), label, 2, label, LongStream.range(0, table.rows()).toArray(),
                    List.of(), table, new Seeds(1)))
            .get(0)
            .parts();
    done("split");
    StepSpec impute =
        step(
            Impute.ID, Impute.Options.class,
            new Impute.Options(Impute.Strategy.MEDIAN, Optional.empty(), false, false),
            Impute::new);
    StepSpec power =
        step(
            PowerTransform.ID, PowerTransform.Options.class,
            new PowerTransform.Options(PowerTransform.Method.YEO_JOHNSON, true, false),
            PowerTransform::new);
    int[] train = parts.get("train");
    FittedPipeline pipeline =
        PipelineFitter.fit(
            List.of(impute, power),
            new PipelineFitter.Training(
                features.select(train), new double[train.length], new int[train.length],
                List.of(), Optional.of(1)),
            new Seeds(1), threads, note -> {});
    done("fit");
    List<FeatureMatrix> matrices = new ArrayList<>();
    for (String part : List.of("train", "valid", "test")) {
      matrices.add(pipeline.transform(features.select(parts.get(part)), threads));
    }
    done("transform");
    StringBuilder json = new StringBuilder("{\"steps\": {");
    STEPS.forEach(
        (name, t) ->
            json.append(json.charAt(json.length() - 1) == '{' ? "" : ", ")
                .append("\"" + name + "\": [" + t[0] + ", " + t[1] + "]"));
    json.append("}, \"lambdas\": " + pipeline.steps().get(1).state().get("lambda"));
    json.append(", \"rows\": " + matrices.stream().mapToInt(FeatureMatrix::rows).sum() + "}");
    System.out.println(json);
    try (var files = Files.walk(cache)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    }
  }

  private record Options() {}
}
