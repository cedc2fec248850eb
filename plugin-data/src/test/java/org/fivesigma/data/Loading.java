package org.fivesigma.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.data.csv.CsvOptions;
import org.fivesigma.data.csv.CsvSource;
import org.fivesigma.data.load.DuckDbTableLoader;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.Source;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.fivesigma.spi.data.TableLoader.Wanted;
import org.fivesigma.spi.option.Configured;

/** Loads sources in tests as the framework does. */
public final class Loading {
  private final Path cache;
  private final List<SourceSpec> sources = new ArrayList<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private final Map<String, String> derive = new LinkedHashMap<>();
  private final Map<String, String> set = new LinkedHashMap<>();
  private List<Double> missing = List.of();
  private Set<String> notMissing = Set.of();
  private Optional<String> select = Optional.empty();

  /** What was said to the user. */
  public final List<String> log = new ArrayList<>();

  /** Loads with a cache under a folder. */
  public Loading(Path cache) {
    this.cache = cache;
  }

  /** A csv source with defaults. */
  public static Source csv(Path... files) {
    return new CsvSource(new CsvOptions(List.of(files), ",", true, List.of()));
  }

  /** A source without more. */
  public static SourceSpec spec(Source source) {
    return spec(source, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A source with the keys that any may carry. */
  public static SourceSpec spec(
      Source source,
      Optional<Long> rows,
      Optional<Object> weight,
      Optional<String> select,
      Optional<Double> crossSection) {
    record None() {}
    return new SourceSpec(
        new Configured<>("test", new None(), o -> source),
        rows,
        Optional.empty(),
        Optional.empty(),
        weight,
        select,
        crossSection,
        Optional.empty());
  }

  public Loading from(Source source) {
    return from(spec(source));
  }

  public Loading from(SourceSpec spec) {
    sources.add(spec);
    return this;
  }

  public Loading want(As as, String... names) {
    for (String name : names) {
      wanted.add(new Wanted(name, as));
    }
    return this;
  }

  public Loading missing(double... values) {
    missing = java.util.Arrays.stream(values).boxed().toList();
    return this;
  }

  public Loading notMissing(String... names) {
    notMissing = Set.of(names);
    return this;
  }

  public Loading derive(String name, String sql) {
    derive.put(name, sql);
    return this;
  }

  public Loading set(String name, String sql) {
    set.put(name, sql);
    return this;
  }

  public Loading select(String sql) {
    select = Optional.of(sql);
    return this;
  }

  private TableLoader.Request request() {
    return new TableLoader.Request(sources, missing, notMissing, set, derive, select);
  }

  private SourceContext context() {
    return new SourceContext(Path.of("").toAbsolutePath(), cache, 2, new Seeds(1), log::add);
  }

  public Loaded load() {
    return new DuckDbTableLoader().load(request(), wanted, context());
  }

  /** All pieces of a stream. */
  public List<Loaded> stream(int rows) {
    List<Loaded> pieces = new ArrayList<>();
    new DuckDbTableLoader().stream(request(), wanted, rows, context(), pieces::add);
    return pieces;
  }

  public Map<String, ColumnType> schema() {
    return new DuckDbTableLoader().schema(request(), context());
  }
}
