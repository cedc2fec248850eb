package org.fivesigma.core.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.bind.Binder;
import org.fivesigma.core.spec.bind.Catalogue;
import org.fivesigma.core.spec.bind.Defaults;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.text.SourceText;
import org.fivesigma.core.spec.yaml.KeyPath;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.report.Reporter;

/**
 * What can be said of a tree without data: the experiment it declares, or what is wrong with it.
 */
final class Analysis {
  /** An analysed tree. */
  record Result(
      Optional<Experiment> experiment, Sketch sketch, Node.Mapping resolved, Problems problems) {
    Result settled() {
      return new Result(
          problems.isEmpty() ? experiment : Optional.empty(), sketch, resolved, problems);
    }
  }

  /** The data block alone, to ask the source for the defaults it brings. */
  private static final String DATA = "data";

  private final PluginCatalog catalog;
  private final Catalogue catalogue;
  private final String file;
  private final Path folder;
  private final TrackingDefault tracking;
  private final MetricNames metrics;
  private final MetricsDefault usual;

  /**
   * An analysis of one file.
   *
   * @param server whether the environment names a tracking server
   */
  Analysis(PluginCatalog catalog, Catalogue catalogue, String file, Path folder, boolean server) {
    this.metrics = new MetricNames(catalog);
    this.usual = new MetricsDefault(catalog, metrics);
    this.tracking = new TrackingDefault(catalog, server);
    this.catalog = catalog;
    this.catalogue = catalogue;
    this.file = file;
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  String file() {
    return file;
  }

  /** The result of a tree that could not be read. */
  Result nothing(Node.Mapping tree) {
    return new Result(Optional.empty(), new Sketch(Map.of()), tree, new Problems());
  }

  /** Binds a tree, with the defaults that the file's name and the source bring. */
  Result bind(Node.Mapping tree, Problems problems) {
    Node.Mapping whole = withThreads(usual.in(tracking.in(withSourceDefaults(withName(tree)))));
    Binder.Result<Experiment> bound = binder(problems).bind(Experiment.class, whole);
    return new Result(bound.value(), new Sketch(bound.components()), bound.resolved(), problems)
        .settled();
  }

  /** Binds and checks one experiment. */
  Result check(Node.Mapping tree) {
    Problems problems = new Problems();
    Result bound = bind(tree, problems);
    Set<Place> unreadable = problems.places();
    new ExperimentChecks(metrics, plots(), bound.sketch(), bound.resolved(), problems).run();
    if (!unreadable.isEmpty()) {
      whatElseIsWrong(tree, unreadable, bound.sketch(), problems);
    }
    return bound.settled();
  }

  /** The rules of blocks that could not be read whole, by what of them can be read. */
  private void whatElseIsWrong(
      Node.Mapping tree, Set<Place> unreadable, Sketch whole, Problems problems) {
    Result rest = bind(Legible.part(tree, unreadable), new Problems());
    Sketch blocks = rest.sketch().only("evaluate", "tune").without(whole);
    if (!blocks.isEmpty()) {
      new ExperimentChecks(
              metrics, plots(), blocks.with(whole.only("data")), rest.resolved(), problems)
          .run();
    }
  }

  /** As {@link #check}, and every variant of the matrix and edge of the search space as well. */
  Result full(Node.Mapping tree) {
    Result base = check(tree);
    Problems problems = base.problems();
    new VariantChecks(this, tree, base).run(problems);
    return base.settled();
  }

  /** A value put at a path, and where that is said. */
  record Put(String path, Node value, Place place) {}

  /** A path that is none, or leads nowhere. */
  static final class BadPath extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Place place;

    BadPath(String message, Place place) {
      super(message);
      this.place = place;
    }

    Place place() {
      return place;
    }
  }

  /**
   * A tree with values at paths; changes of a {@code type} come first, then the others in order.
   */
  Node.Mapping override(Node.Mapping tree, Node.Mapping resolved, List<Put> puts) throws BadPath {
    Node.Mapping changed = tree;
    Node.Mapping full = resolved;
    List<Put> sorted = new ArrayList<>(puts);
    sorted.sort(Comparator.comparing(put -> !put.path().endsWith(".type")));
    for (int i = 0; i < sorted.size(); i++) {
      Put put = sorted.get(i);
      if (i > 0) {
        full = bind(changed, new Problems()).resolved();
      }
      try {
        changed = Overrides.set(changed, full, KeyPath.parse(put.path()), put.value(), put.place());
      } catch (IllegalArgumentException | Overrides.NoSuchPlace e) {
        throw new BadPath(e.getMessage(), put.place());
      }
    }
    return changed;
  }

  /** The plots that the installed reporter draws. */
  private List<String> plots() {
    return catalog.extensions(Reporter.KIND).stream()
        .findFirst()
        .map(e -> e.factory().apply(new Extension.NoOptions()).plots())
        .orElse(List.of());
  }

  private Binder binder(Problems problems) {
    return new Binder(catalog, catalogue, problems, folder);
  }

  private Node.Mapping withName(Node.Mapping tree) {
    if (tree.get("name").isPresent()) {
      return tree;
    }
    String leaf = file.substring(file.lastIndexOf('/') + 1);
    String stem = leaf.replaceFirst("(?<=.)\\.ya?ml$", "");
    Place place =
        new Place(
            new SourceText(SourceText.Kind.DEFAULT, "the file's name", stem, folder), 1, 1, 1);
    List<Node.Entry> entries = new ArrayList<>(tree.entries());
    entries.add(
        0,
        new Node.Entry(new Node.Scalar("name", false, place), new Node.Scalar(stem, false, place)));
    return new Node.Mapping(entries, tree.place());
  }

  /** The number of threads is part of the result, so the resolved file tells it. */
  private Node.Mapping withThreads(Node.Mapping tree) {
    if (tree.get("threads").isPresent()) {
      return tree;
    }
    String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
    Place place =
        new Place(new SourceText(SourceText.Kind.DEFAULT, "all cores", cores, folder), 1, 1, 1);
    List<Node.Entry> entries = new ArrayList<>(tree.entries());
    entries.add(
        new Node.Entry(
            new Node.Scalar("threads", false, place), new Node.Scalar(cores, true, place)));
    return new Node.Mapping(entries, tree.place());
  }

  /** A single source may know its own label, weight, features and momenta. */
  private Node.Mapping withSourceDefaults(Node.Mapping tree) {
    if (!(tree.get(DATA).orElse(null) instanceof Node.Mapping data)) {
      return tree;
    }
    Optional<Node> source = data.get("source");
    if (source.isEmpty()) {
      return tree;
    }
    Node one = source.get();
    if (one instanceof Node.Seq seq) {
      if (seq.items().size() != 1) {
        return tree;
      }
      one = seq.items().get(0);
    }
    if (one instanceof Node.Scalar scalar && scalar.string().isPresent()) {
      one =
          new Node.Mapping(
              List.of(new Node.Entry(new Node.Scalar("type", true, one.place()), one)),
              one.place());
    }
    if (!(one instanceof Node.Mapping block)) {
      return tree;
    }
    Optional<SourceSpec> spec = binder(new Problems()).bind(SourceSpec.class, block).value();
    if (spec.isEmpty()) {
      return tree;
    }
    String text;
    try {
      text = spec.get().source().create().defaults();
    } catch (UserError e) {
      return tree;
    }
    if (text.isBlank()
        || !(Defaults.parse(text, "source " + spec.get().source().id())
            instanceof Node.Mapping defaults)) {
      return tree;
    }
    return merge(tree, defaults, true);
  }

  /** The tree with the keys it lacks; those of the data block one by one. */
  private static Node.Mapping merge(Node.Mapping tree, Node.Mapping defaults, boolean top) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    tree.entries().forEach(e -> entries.put(e.key().text(), e));
    for (Node.Entry entry : defaults.entries()) {
      String key = entry.key().text();
      Node.Entry own = entries.get(key);
      if (own == null) {
        entries.put(key, entry);
      } else if (top
          && key.equals(DATA)
          && own.value() instanceof Node.Mapping mine
          && entry.value() instanceof Node.Mapping theirs) {
        entries.put(key, new Node.Entry(own.key(), merge(mine, theirs, false)));
      }
    }
    return new Node.Mapping(List.copyOf(entries.values()), tree.place());
  }
}
