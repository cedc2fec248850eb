import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.data.csv.CsvOptions;
import org.fivesigma.data.csv.CsvSource;
import org.fivesigma.data.load.DuckDbTableLoader;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.option.Configured;

/** {@code FILE THREADS READS}: a csv file read into float32 arrays, with an empty and with a filled cache. */
final class Read {
  public static void main(String[] args) throws Exception {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      Path cache = Files.createTempDirectory("fivesigma-read");
      told.add("{\"first\": " + read(args, cache) + ", \"cached\": " + read(args, cache) + "}");
      try (var files = Files.walk(cache)) {
        files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    }
    System.out.println("{\"reads\": " + told + "}");
  }

  private static double cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
        / 1e9;
  }

  private static String read(String[] args, Path cache) {
    long wall = System.nanoTime();
    double cpu = cpu();
    CsvSource source = new CsvSource(new CsvOptions(List.of(Path.of(args[0])), ",", true, List.of()));
    SourceSpec spec =
        new SourceSpec(
            new Configured<>("csv", new Options(), o -> source),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());
    TableLoader.Request request =
        new TableLoader.Request(
            List.of(spec), List.of(), Set.of(), Map.of(), Map.of(), Optional.empty());
    SourceContext context =
        new SourceContext(
            Path.of("").toAbsolutePath(), cache, Integer.parseInt(args[1]), new Seeds(1), s -> {});
    TableLoader loader = new DuckDbTableLoader();
    List<TableLoader.Wanted> wanted = new ArrayList<>();
    loader
        .schema(request, context)
        .keySet()
        .forEach(
            name ->
                wanted.add(
                    new TableLoader.Wanted(
                        name,
                        name.equals("label") ? TableLoader.As.NATURAL : TableLoader.As.FLOAT)));
    int rows = loader.load(request, wanted, context).table().rows();
    return "{\"wall\": " + (System.nanoTime() - wall) / 1e9 + ", \"cpu\": " + (cpu() - cpu)
        + ", \"rows\": " + rows + "}";
  }

  private record Options() {}
}
