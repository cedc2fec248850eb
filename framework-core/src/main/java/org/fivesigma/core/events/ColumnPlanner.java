package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.ColumnType;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;

/**
 * Looks at the columns of an experiment's sources and finds every mistake at once: the loader stops
 * at the first, so what is wrong is taken out of the request and the rest is asked again.
 */
final class ColumnPlanner {
  private static final String DERIVE = "data.derive.";
  private static final String SELECT = "data.select";
  private static final String SOURCE = "data.source";
  private static final String UNKNOWN = "CAST(NULL AS DOUBLE)";

  private final TableLoader loader;
  private final SourceContext context;

  ColumnPlanner(TableLoader loader, SourceContext context) {
    this.loader = loader;
    this.context = context;
  }

  /**
   * The columns and what each is for.
   *
   * @param doubts takes features that are there only by default and whose names tell the class
   * @throws ManyErrors with all that is wrong, the doubts among it
   */
  ColumnPlan plan(
      Experiment experiment, TableLoader.Request request, Consumer<List<UserError>> doubts) {
    List<UserError> mistakes = new ArrayList<>();
    List<UserError> doubtful = new ArrayList<>();
    Map<String, ColumnType> schema = schema(request, mistakes);
    Optional<ColumnPlan> plan =
        ManyErrors.collect(
            mistakes,
            () ->
                ColumnPlan.of(
                    experiment, schema, column -> firstText(request, column), doubtful::addAll));
    if (!mistakes.isEmpty()) {
      mistakes.addAll(doubtful);
      throw new ManyErrors(mistakes);
    }
    doubts.accept(doubtful);
    return plan.orElseThrow();
  }

  /** Reads one column as numbers, to tell where it holds a text. */
  private Optional<UserError> firstText(TableLoader.Request request, String column) {
    try {
      loader.load(request, List.of(new TableLoader.Wanted(column, TableLoader.As.DOUBLE)), context);
      return Optional.empty();
    } catch (UserError e) {
      return Optional.of(e).filter(error -> error.code().equals("text-in-column"));
    }
  }

  private Map<String, ColumnType> schema(TableLoader.Request request, List<UserError> mistakes) {
    TableLoader.Request rest = request;
    while (true) {
      try {
        return loader.schema(rest, context);
      } catch (UserError e) {
        mistakes.add(e);
        Optional<TableLoader.Request> without = without(rest, e.key().orElse(""));
        if (without.isEmpty()) {
          mistakes.addAll(ofOtherSources(request, e));
          throw new ManyErrors(mistakes);
        }
        rest = without.get();
      }
    }
  }

  /** The request without the expression that a key names; empty where it names none. */
  private static Optional<TableLoader.Request> without(TableLoader.Request request, String key) {
    if (key.equals(SELECT) && request.select().isPresent()) {
      return Optional.of(with(request, request.sources(), request.derive(), Optional.empty()));
    }
    if (key.startsWith(DERIVE)) {
      String name = key.substring(DERIVE.length());
      if (UNKNOWN.equals(request.derive().getOrDefault(name, UNKNOWN))) {
        return Optional.empty();
      }
      Map<String, String> derive = new LinkedHashMap<>(request.derive());
      derive.put(name, UNKNOWN);
      return Optional.of(with(request, request.sources(), derive, request.select()));
    }
    List<SourceSpec> sources = new ArrayList<>(request.sources());
    for (int i = 0; i < sources.size(); i++) {
      boolean here = key.equals(place(i, sources.size()) + ".select");
      if (here && sources.get(i).select().isPresent()) {
        sources.set(i, withoutSelect(sources.get(i)));
        return Optional.of(with(request, sources, request.derive(), request.select()));
      }
    }
    return Optional.empty();
  }

  private static String place(int source, int sources) {
    return sources == 1 ? SOURCE : SOURCE + "[" + source + "]";
  }

  private static TableLoader.Request with(
      TableLoader.Request request,
      List<SourceSpec> sources,
      Map<String, String> derive,
      Optional<String> select) {
    return new TableLoader.Request(
        sources, request.missing(), request.notMissing(), request.set(), derive, select);
  }

  private static SourceSpec withoutSelect(SourceSpec source) {
    return new SourceSpec(
        source.source(),
        source.rows(),
        source.className(),
        source.process(),
        source.weight(),
        Optional.empty(),
        source.crossSection(),
        source.generated());
  }

  /** The mistakes of the sources behind the one that cannot be read. */
  private List<UserError> ofOtherSources(TableLoader.Request request, UserError first) {
    List<UserError> mistakes = new ArrayList<>();
    int sources = request.sources().size();
    boolean failed = false;
    for (int i = 0; i < sources; i++) {
      String place = SOURCE + "[" + i + "]";
      if (failed) {
        TableLoader.Request alone =
            new TableLoader.Request(
                List.of(withoutSelect(request.sources().get(i))),
                List.of(),
                request.notMissing(),
                Map.of(),
                Map.of(),
                Optional.empty());
        try {
          loader.schema(alone, context);
        } catch (UserError e) {
          String key = e.key().orElse(SOURCE);
          mistakes.add(key.startsWith(SOURCE) ? e.at(place + key.substring(SOURCE.length())) : e);
        }
      }
      failed |= first.key().filter(k -> k.startsWith(place)).isPresent();
    }
    return mistakes;
  }
}
