package org.fivesigma.core.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivesigma.core.events.EventData;
import org.fivesigma.core.events.EventReader;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentLoader;
import org.fivesigma.spi.data.TableLoader;
import org.fivesigma.spi.data.TableWriter;
import org.fivesigma.spi.explore.ExplorationReporter;
import org.fivesigma.spi.explore.Explorer;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kind;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.report.Reporter;

/**
 * What runs share: plugins, the experiment language, environment and folders.
 *
 * @param workingFolder the caller's folder, under which {@code runs/} stands
 * @param cache parsed copies of data
 * @param version the framework's version
 * @param git state of the repository of the caller's folder
 */
public record RunServices(
    PluginCatalog catalog,
    ExperimentLoader experiments,
    Map<String, String> environment,
    Path workingFolder,
    Path cache,
    String version,
    GitState git,
    RunConsole console,
    Interruption interruption) {

  /** The installed table loader. */
  public TableLoader tableLoader() {
    return only(Kinds.LOADER);
  }

  /** Reads experiments' events. */
  public EventReader eventReader() {
    return new EventReader(tableLoader(), new Reweighter());
  }

  /** Reads the events of an experiment, split with the seed of its split. */
  public EventData events(Experiment experiment, int threads, Consumer<String> notes) {
    return eventReader().read(experiment, cache, threads, notes);
  }

  /** The writer of a format: {@code parquet} or {@code csv}. */
  public Optional<TableWriter> tableWriter(String format) {
    return catalog
        .find(Kinds.TABLE_WRITER, format)
        .map(e -> e.factory().apply(new Extension.NoOptions()));
  }

  /** The installed reporter, if there is one. */
  public Optional<Reporter> reporter() {
    return catalog.extensions(Reporter.KIND).stream()
        .findFirst()
        .map(e -> e.factory().apply(new Extension.NoOptions()));
  }

  /** The installed explorer. */
  public Explorer explorer() {
    return only(Explorer.KIND);
  }

  /** The installed writer of explorations' reports, if there is one. */
  public Optional<ExplorationReporter> explorationReporter() {
    return catalog.extensions(ExplorationReporter.KIND).stream()
        .findFirst()
        .map(e -> e.factory().apply(new Extension.NoOptions()));
  }

  private <T> T only(Kind<T> kind) {
    return catalog.extensions(kind).stream()
        .findFirst()
        .map(e -> e.factory().apply(new Extension.NoOptions()))
        .orElseThrow(() -> new IllegalStateException("no " + kind.name() + " is installed"));
  }
}
