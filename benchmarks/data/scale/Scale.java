import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.pipeline.FittedPipeline;
import org.fivesigma.core.pipeline.PipelineFitter;
import org.fivesigma.data.load.DuckDbTableLoader;
import org.fivesigma.data.parquet.ParquetOptions;
import org.fivesigma.data.parquet.ParquetSource;
import org.fivesigma.data.toy.ToyEvents;
import org.fivesigma.data.toy.ToyOptions;
import org.fivesigma.preprocessing.StandardScale;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.EventTable;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.StepSpec;

/** {@code toy FILE EVENTS THREADS}: events to Parquet; {@code scale FILE THREADS}: Parquet to a scaled matrix. */
final class Scale {
  private static final int FEATURES = 28;

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    Path file = Path.of(args[1]);
    String told =
        args[0].equals("toy")
            ? toy(file, Long.parseLong(args[2]), Integer.parseInt(args[3]))
            : scale(file, Integer.parseInt(args[2]));
    double cpu =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
            / 1e9;
    System.out.println(
        "{\"wall\": " + (System.nanoTime() - start) / 1e9 + ", \"cpu\": " + cpu + ", " + told + "}");
  }

  private static String toy(Path file, long events, int threads) throws Exception {
    ToyOptions options =
        new ToyOptions(
            events,
            ToyOptions.GeneratorName.HTAUTAU,
            0,
            1,
            false,
            ToyOptions.Covariance.EQUAL,
            0.5);
    new ToyEvents(options, new Seeds(42), threads).writeParquet(file);
    return "\"bytes\": " + Files.size(file);
  }

  private static String scale(Path file, int threads) {
    ParquetSource source = new ParquetSource(new ParquetOptions(List.of(file)));
    SourceSpec spec =
        new SourceSpec(
            new Configured<>("parquet", new Options(), o -> source),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());
    TableLoader.Request request =
        new TableLoader.Request(
            List.of(spec), List.of(), Set.of(), Map.of(), Map.of(), Optional.empty());
    SourceContext context =
        new SourceContext(
            Path.of("").toAbsolutePath(), file.resolveSibling("cache"), threads, new Seeds(1), s -> {});
    TableLoader loader = new DuckDbTableLoader();
    List<String> names =
        loader.schema(request, context).entrySet().stream()
            .filter(e -> e.getValue() == ColumnType.FLOATING)
            .map(Map.Entry::getKey)
            .limit(FEATURES)
            .toList();
    EventTable table =
        loader
            .load(
                request,
                names.stream().map(n -> new TableLoader.Wanted(n, TableLoader.As.FLOAT)).toList(),
                context)
            .table();
    float[][] values =
        names.stream().map(n -> ((Column.Floats) table.column(n)).values()).toArray(float[][]::new);
    Columns features = Columns.of(names, values, table.rows());
    StepSpec step =
        new StepSpec(
            new Configured<>(
                StandardScale.ID,
                new StandardScale.Options(true, true, false),
                o -> new StandardScale((StandardScale.Options) o)),
            List.of());
    FittedPipeline pipeline =
        PipelineFitter.fit(
            List.of(step),
            new PipelineFitter.Training(
                features, new double[table.rows()], new int[table.rows()], List.of(), Optional.of(1)),
            new Seeds(1), threads, note -> {});
    FeatureMatrix matrix = pipeline.transform(features, threads);
    return "\"rows\": " + matrix.rows() + ", \"columns\": " + matrix.width()
        + ", \"matrix_mb\": " + (long) matrix.rows() * matrix.width() * 4 / 1e6;
  }

  private record Options() {}
}
