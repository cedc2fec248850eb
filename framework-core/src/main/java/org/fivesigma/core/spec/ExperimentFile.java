package org.fivesigma.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.spec.bind.Locator;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.text.SourceText;
import org.fivesigma.core.spec.yaml.KeyPath;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Scalars;
import org.fivesigma.core.spec.yaml.Variables;
import org.fivesigma.core.spec.yaml.YamlWriter;
import org.fivesigma.spi.UserError;

/** A loaded experiment file: the experiment, or everything that is wrong with it. Immutable. */
public final class ExperimentFile {
  private final Analysis analysis;
  private final Node.Mapping tree;
  private final Variables variables;
  private final Problems read;
  private final Analysis.Result result;

  ExperimentFile(
      Analysis analysis,
      Node.Mapping tree,
      Variables variables,
      Problems read,
      Analysis.Result result) {
    this.analysis = analysis;
    this.tree = tree;
    this.variables = variables;
    this.read = read;
    this.result = result;
  }

  /** The experiment; empty when there is any problem. */
  public Optional<Experiment> experiment() {
    return read.isEmpty() ? result.experiment() : Optional.empty();
  }

  /** Everything that is wrong, in order of place. Secrets are masked. */
  public List<Problem> problems() {
    Problems all = new Problems();
    all.addAll(read, p -> true);
    all.addAll(result.problems(), p -> true);
    return all.inOrder().stream().map(this::masked).toList();
  }

  /** The experiment with every default and absolute paths; runs again with the same result. */
  public String resolvedYaml() {
    return YamlWriter.write(portable());
  }

  /** The resolved file with a comment behind each value that says where it comes from. */
  public String explain() {
    return YamlWriter.write(portable(), ExperimentFile::origin);
  }

  private Node.Mapping portable() {
    return experiment().isEmpty()
        ? result.resolved()
        : new VariantPaths(analysis, tree, result.resolved()).absolute();
  }

  private static String origin(Node node) {
    SourceText source = node.place().source();
    return switch (source.kind()) {
      case FILE -> source.name() + ":" + node.place().line();
      case SET -> "--set";
      case OVERRIDE -> source.name();
      case DEFAULT -> source.name().equals("default") ? "default" : "default: " + source.name();
    };
  }

  /**
   * A value of the resolved file as Map, List, String, Long, Double, Boolean or null; secrets are
   * not replaced.
   *
   * @throws IllegalArgumentException when there is no such path
   */
  public Object value(String path) {
    Node node =
        KeyPath.parse(path)
            .find(result.resolved())
            .orElseThrow(() -> new IllegalArgumentException("no '" + path + "' in the experiment"));
    return Scalars.shown(node);
  }

  /** The whole resolved file as {@link #value} gives parts of it. */
  @SuppressWarnings("unchecked") // a Mapping is a Map of texts
  public Map<String, Object> values() {
    return (Map<String, Object>) Scalars.shown(result.resolved());
  }

  /**
   * An error that only the data or the machine showed, at the line of the key that asked for it.
   */
  public Problem problem(UserError error) {
    String message = String.valueOf(error.getMessage());
    return masked(
        place(error)
            .map(p -> Problem.at(p, error.code(), message, error.hint()))
            .orElseGet(() -> Problem.of(analysis.file(), error.code(), message, error.hint())));
  }

  private Optional<Place> place(UserError error) {
    return error
        .key()
        .flatMap(key -> Locator.find(result.resolved(), Reporting.asked(result.resolved(), key)));
  }

  /** As {@link #problem}, of several errors, in order of place. */
  public List<Problem> problems(List<UserError> errors) {
    Problems all = new Problems();
    for (UserError error : errors) {
      String message = String.valueOf(error.getMessage());
      place(error)
          .ifPresentOrElse(
              p -> all.add(p, error.code(), message, error.hint()), () -> all.add(problem(error)));
    }
    return all.inOrder().stream().map(this::masked).toList();
  }

  /** A text with every secret of this file replaced by {@code ***}. */
  public String mask(String text) {
    return variables.mask(text);
  }

  private Problem masked(Problem p) {
    return new Problem(
        p.code(),
        mask(p.message()),
        p.file(),
        p.line(),
        p.column(),
        p.length(),
        p.hint().map(this::mask),
        p.text());
  }

  /**
   * This experiment with other values by path ({@code model.of[0].eta}, {@code data.features}),
   * checked. A value replaces the whole value; a changed {@code type} drops the old options. A
   * value that stands so in the file's matrix keeps its place there, for errors.
   *
   * @param overrides Map, List, text, number, boolean or null by path
   */
  public ExperimentFile with(Map<String, ?> overrides) {
    Problems problems = new Problems();
    problems.addAll(read, p -> true);
    SourceText source = new SourceText(SourceText.Kind.OVERRIDE, "variant", "", analysis.folder());
    Place place = new Place(source, 1, 1, 1);
    List<Analysis.Put> puts = new ArrayList<>();
    overrides.forEach(
        (path, value) ->
            puts.add(
                VariantChecks.inMatrix(tree, path, value)
                    .map(e -> new Analysis.Put(path, e.value(), e.key().place()))
                    .orElseGet(() -> new Analysis.Put(path, Scalars.node(value, place), place))));
    Node.Mapping changed = tree;
    try {
      changed = analysis.override(tree, result.resolved(), puts);
    } catch (Analysis.BadPath e) {
      problems.add(
          e.place().written()
              ? Problem.at(e.place(), "bad-path", e.getMessage(), Optional.empty())
              : Problem.of(analysis.file(), "bad-path", e.getMessage(), Optional.empty()));
    }
    return new ExperimentFile(analysis, changed, variables, problems, analysis.check(changed));
  }

  /** This experiment without some top-level keys, such as {@code matrix}; checked. */
  public ExperimentFile without(String... keys) {
    List<String> dropped = List.of(keys);
    Node.Mapping changed =
        new Node.Mapping(
            tree.entries().stream().filter(e -> !dropped.contains(e.key().text())).toList(),
            tree.place());
    return new ExperimentFile(analysis, changed, variables, read, analysis.check(changed));
  }
}
