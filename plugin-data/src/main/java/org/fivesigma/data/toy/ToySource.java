package org.fivesigma.data.toy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fivesigma.data.cache.ParsedFiles;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.data.Source;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceData;

/**
 * Events of a toy generator: in memory, or, when there are many, as a Parquet file in the cache.
 */
public final class ToySource implements Source {
  /** Above this the events are streamed to a file instead of being held twice in memory. */
  private static final long IN_MEMORY = 500_000;

  /** Changes when the same seed means other events. */
  private static final String VERSION = "toy-1";

  private final ToyOptions options;

  /** A source of the options' events. */
  public ToySource(ToyOptions options) {
    this.options = options;
  }

  @Override
  public SourceData open(SourceContext context) {
    ToyEvents events = new ToyEvents(options, context.seeds(), context.threads());
    String description = VERSION + " " + options + " seed=" + context.seeds().seed();
    if (options.events() <= IN_MEMORY) {
      return new SourceData.Table(events.table(), description);
    }
    try {
      Path file =
          new ParsedFiles(context.cache())
              .made(
                  description, VERSION, context.log(), (copy, notes) -> events.writeParquet(copy));
      return new SourceData.Relation(
          "read_parquet(" + Sql.text(file.toString()) + ")", List.of(file));
    } catch (IOException e) {
      throw UserError.of(
              "cache-unwritable",
              "the generated events cannot be written under '"
                  + context.cache()
                  + "': "
                  + e.getMessage())
          .because(e);
    }
  }

  @Override
  public Optional<Map<String, ColumnType>> columns() {
    ToyGenerator generator = options.create();
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("event", ColumnType.INTEGER);
    columns.put("label", ColumnType.TEXT);
    columns.put("process", ColumnType.TEXT);
    columns.put("weight", ColumnType.FLOATING);
    generator.features().forEach(name -> columns.put(name, ColumnType.FLOATING));
    if (generator.likelihoodRatio()) {
      columns.put("likelihood_ratio", ColumnType.FLOATING);
    }
    return Optional.of(columns);
  }

  @Override
  public String defaults() {
    ToyGenerator generator = options.create();
    StringBuilder yaml = new StringBuilder("data:\n");
    yaml.append("  label: {column: label, signal: signal}\n");
    yaml.append("  weight: weight\n");
    yaml.append("  process: {column: process}\n");
    yaml.append("  id: event\n");
    yaml.append("  features: [").append(String.join(", ", generator.features())).append("]\n");
    if (generator.likelihoodRatio()) {
      yaml.append("  spectators: [likelihood_ratio]\n");
    }
    if (!generator.momenta().isEmpty()) {
      yaml.append("momenta:\n");
      for (Momentum momentum : generator.momenta()) {
        yaml.append("  ").append(momentum.name()).append(": ").append(keys(momentum)).append('\n');
      }
    }
    return yaml.toString();
  }

  private static String keys(Momentum momentum) {
    List<String> keys = new java.util.ArrayList<>();
    keys.add("pt: " + momentum.pt());
    momentum.eta().ifPresent(eta -> keys.add("eta: " + eta));
    keys.add("phi: " + momentum.phi());
    return keys.stream().collect(Collectors.joining(", ", "{", "}"));
  }
}
