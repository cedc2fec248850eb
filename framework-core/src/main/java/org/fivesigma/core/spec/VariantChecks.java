package org.fivesigma.core.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Scalars;

/** Checks what a file varies: every variant of the matrix, every edge of the search space. */
final class VariantChecks {
  private static final int MAX_COMBINATIONS = 200;
  private static final int MAX_CHOICES = 50;
  private static final Set<String> NOT_VARIED = Set.of("name", "matrix", "repeat", "tune");

  private final Analysis analysis;
  private final Node.Mapping tree;
  private final Analysis.Result base;

  VariantChecks(Analysis analysis, Node.Mapping tree, Analysis.Result base) {
    this.analysis = analysis;
    this.tree = tree;
    this.base = base;
  }

  void run(Problems problems) {
    Problems found = new Problems();
    tree.get("matrix").ifPresent(node -> matrix(node, found));
    if (tree.get("tune").orElse(null) instanceof Node.Mapping tune) {
      tune.get("space").ifPresent(node -> space(node, found));
      tune.get("start").ifPresent(node -> start(node, tune, found));
    }
    problems.addAll(found, p -> true);
  }

  private void matrix(Node node, Problems found) {
    if (!(node instanceof Node.Mapping matrix)) {
      return;
    }
    List<List<List<Analysis.Put>>> axes = new ArrayList<>();
    for (Node.Entry axis : matrix.entries()) {
      if (axis.key().text().equals("exclude")) {
        continue;
      }
      List<List<Analysis.Put>> variants = variants(axis, found);
      if (!variants.isEmpty()) {
        axes.add(variants);
      }
    }
    exclusions(matrix, found);
    long combinations =
        axes.stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, 1L << 40));
    if (combinations <= MAX_COMBINATIONS) {
      combine(axes, 0, List.of(), found);
    } else {
      axes.forEach(axis -> axis.forEach(variant -> check(variant, found)));
    }
  }

  private List<List<Analysis.Put>> variants(Node.Entry axis, Problems found) {
    if (!(axis.value() instanceof Node.Mapping variants) || variants.entries().isEmpty()) {
      found.add(
          axis.key().place(),
          "bad-matrix",
          "an axis of the matrix is a block of variants, each with values by path",
          Optional.of("such as {low: {data.features: [\"lepton_*\"]}, high: {...}}"));
      return List.of();
    }
    List<List<Analysis.Put>> all = new ArrayList<>();
    for (Node.Entry variant : variants.entries()) {
      String name = variant.key().text();
      if (name.isBlank() || name.matches(".*[/\\\\,=\\p{Cntrl}].*")) {
        found.add(
            variant.key().place(),
            "bad-name",
            "a variant's name is part of a folder's name and may hold no '/', ',' or '='");
      }
      if (variant.value() instanceof Node.Mapping paths) {
        all.add(puts(paths, found));
      } else {
        found.add(
            variant.key().place(),
            "bad-matrix",
            "a variant is a block of values by path; {} changes nothing");
      }
    }
    return all;
  }

  private List<Analysis.Put> puts(Node.Mapping paths, Problems found) {
    List<Analysis.Put> puts = new ArrayList<>();
    for (Node.Entry entry : paths.entries()) {
      String first = first(entry.key().text());
      if (NOT_VARIED.contains(first)) {
        found.add(entry.key().place(), "bad-path", "'" + first + "' cannot be varied");
      } else {
        puts.add(new Analysis.Put(entry.key().text(), entry.value(), entry.key().place()));
      }
    }
    return puts;
  }

  private static String first(String path) {
    return path.replaceFirst("[.\\[].*", "");
  }

  private static void exclusions(Node.Mapping matrix, Problems found) {
    Optional<Node> exclude = matrix.get("exclude");
    if (exclude.isEmpty()) {
      return;
    }
    List<Node> items = exclude.get() instanceof Node.Seq seq ? seq.items() : List.of(exclude.get());
    for (Node item : items) {
      if (!(item instanceof Node.Mapping names)) {
        found.add(
            item.place(),
            "bad-matrix",
            "exclude is a list of combinations such as {features: high, model: deep}");
        continue;
      }
      for (Node.Entry entry : names.entries()) {
        Optional<Node> axis = matrix.get(entry.key().text());
        boolean known =
            axis.isPresent()
                && axis.get() instanceof Node.Mapping variants
                && entry.value() instanceof Node.Scalar value
                && variants.find(value.text()).isPresent();
        if (!known) {
          found.add(
              entry.key().place(),
              "bad-matrix",
              axis.isEmpty()
                  ? "the matrix has no axis '" + entry.key().text() + "'"
                  : "the axis '" + entry.key().text() + "' has no such variant");
        }
      }
    }
  }

  private void combine(
      List<List<List<Analysis.Put>>> axes, int axis, List<Analysis.Put> chosen, Problems found) {
    if (axis == axes.size()) {
      check(chosen, found);
      return;
    }
    for (List<Analysis.Put> variant : axes.get(axis)) {
      List<Analysis.Put> more = new ArrayList<>(chosen);
      more.addAll(variant);
      combine(axes, axis + 1, more, found);
    }
  }

  /** Problems of the experiment with these values that the file itself does not have. */
  private void check(List<Analysis.Put> puts, Problems found) {
    if (puts.isEmpty()) {
      return;
    }
    found.addAll(problems(puts, found), p -> !base.problems().contains(p));
  }

  private Problems problems(List<Analysis.Put> puts, Problems found) {
    Node.Mapping changed;
    try {
      changed = analysis.override(tree, base.resolved(), puts);
    } catch (Analysis.BadPath e) {
      found.add(e.place(), "bad-path", e.getMessage());
      return new Problems();
    }
    return analysis.check(changed).problems();
  }

  private void space(Node node, Problems found) {
    if (!(node instanceof Node.Mapping space)) {
      return;
    }
    for (Node.Entry entry : space.entries()) {
      String first = first(entry.key().text());
      if (NOT_VARIED.contains(first) || first.equals("tracking")) {
        found.add(entry.key().place(), "bad-path", "'" + first + "' cannot be searched");
      } else if (entry.value() instanceof Node.Mapping item) {
        edges(space, entry, item, found);
      }
    }
  }

  /** Tries the ends of a range and each choice; only what is wrong within the item counts. */
  private void edges(Node.Mapping space, Node.Entry entry, Node.Mapping item, Problems found) {
    List<Analysis.Put> conditions = new ArrayList<>();
    if (item.get("when").orElse(null) instanceof Node.Mapping when) {
      for (Node.Entry condition : when.entries()) {
        Optional<Node> other = space.get(condition.key().text());
        if (other.isEmpty() || !offers(other.get(), condition.value())) {
          found.add(
              condition.key().place(),
              "bad-condition",
              other.isEmpty()
                  ? "'" + condition.key().text() + "' is not in the space"
                  : "'" + condition.key().text() + "' never has this value in the space");
          return;
        }
        conditions.add(
            new Analysis.Put(condition.key().text(), condition.value(), condition.key().place()));
      }
    }
    Set<Place> mine = new HashSet<>();
    places(item, mine);
    mine.add(entry.key().place());
    for (String domain : List.of("int", "float", "choice")) {
      List<Node> values =
          item.get(domain).orElse(null) instanceof Node.Seq seq ? seq.items() : List.of();
      for (Node value : values.subList(0, Math.min(MAX_CHOICES, values.size()))) {
        List<Analysis.Put> puts = new ArrayList<>(conditions);
        puts.add(new Analysis.Put(entry.key().text(), value, entry.key().place()));
        Set<String> where = new HashSet<>();
        mine.forEach(p -> where.add(p.label()));
        found.addAll(
            problems(puts, found), p -> !base.problems().contains(p) && where.contains(label(p)));
      }
    }
  }

  private static boolean offers(Node item, Node value) {
    return item instanceof Node.Mapping mapping
        && mapping.get("choice").orElse(null) instanceof Node.Seq seq
        && seq.items().stream()
            .anyMatch(n -> Objects.equals(Scalars.plain(n), Scalars.plain(value)));
  }

  private static String label(Problem p) {
    return p.file() + ":" + p.line() + ":" + p.column();
  }

  private static void places(Node node, Set<Place> into) {
    into.add(node.place());
    if (node instanceof Node.Seq seq) {
      seq.items().forEach(n -> places(n, into));
    } else if (node instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              e -> {
                into.add(e.key().place());
                places(e.value(), into);
              });
    }
  }

  private void start(Node node, Node.Mapping tune, Problems found) {
    if (!(node instanceof Node.Seq seq)) {
      return;
    }
    for (Node item : seq.items()) {
      if (!(item instanceof Node.Mapping setting)) {
        continue;
      }
      for (Node.Entry entry : setting.entries()) {
        boolean searched =
            tune.get("space").orElse(null) instanceof Node.Mapping space
                && space.find(entry.key().text()).isPresent();
        if (!searched) {
          found.add(
              entry.key().place(),
              "bad-start",
              "'" + entry.key().text() + "' is not in the space, so a trial cannot start there");
        }
      }
    }
  }

  /** The node of the matrix that gives this value to this path, with its key. */
  static Optional<Node.Entry> inMatrix(Node.Mapping tree, String path, Object value) {
    if (!(tree.get("matrix").orElse(null) instanceof Node.Mapping matrix)) {
      return Optional.empty();
    }
    for (Node.Entry axis : matrix.entries()) {
      if (!(axis.value() instanceof Node.Mapping variants)) {
        continue;
      }
      for (Node.Entry variant : variants.entries()) {
        Optional<Node.Entry> entry =
            variant.value() instanceof Node.Mapping paths ? paths.find(path) : Optional.empty();
        if (entry.isPresent() && Objects.equals(Scalars.plain(entry.get().value()), value)) {
          return entry;
        }
      }
    }
    return Optional.empty();
  }
}
