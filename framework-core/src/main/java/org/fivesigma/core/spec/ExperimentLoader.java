package org.fivesigma.core.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.spec.bind.Catalogue;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.text.SourceText;
import org.fivesigma.core.spec.yaml.KeyPath;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.Variables;
import org.fivesigma.core.spec.yaml.YamlReader;

/** Loads experiment files: reads, binds, checks and resolves them. Thread-safe. */
public final class ExperimentLoader {
  private final PluginCatalog catalog;
  private final Catalogue catalogue;

  /** A loader that knows these plugins. */
  public ExperimentLoader(PluginCatalog catalog) {
    this.catalog = catalog;
    this.catalogue = Catalogue.standard();
  }

  /**
   * Loads a file. Never throws for what the user wrote: {@link ExperimentFile#problems} has it.
   *
   * @param file absolute, or relative to {@code workingDir}; shown in errors as given
   * @param sets {@code path=value} arguments of {@code --set}, in order; relative paths in them are
   *     relative to {@code workingDir}
   * @param env environment variables
   * @param workingDir the current folder
   */
  public ExperimentFile load(
      Path file, List<String> sets, Map<String, String> env, Path workingDir) {
    Path absolute = workingDir.resolve(file).toAbsolutePath().normalize();
    Path folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
    Problems problems = new Problems();
    Variables variables = new Variables(env);
    YamlReader reader = new YamlReader(variables, problems);
    Optional<Node> root = reader.read(absolute, file.toString(), folder);
    return finish(
        root, file.toString(), folder, sets, variables, problems, workingDir, server(env));
  }

  /**
   * Loads a text, as {@link #load} does a file.
   *
   * @param name stands for the file in errors
   * @param folder where relative paths start
   */
  public ExperimentFile loadText(String text, String name, Path folder, Map<String, String> env) {
    Problems problems = new Problems();
    Variables variables = new Variables(env);
    SourceText source = new SourceText(SourceText.Kind.FILE, name, text, folder);
    Optional<Node> root = new YamlReader(variables, problems).parse(source, text);
    return finish(root, name, folder, List.of(), variables, problems, folder, server(env));
  }

  private static boolean server(Map<String, String> env) {
    return !env.getOrDefault(TrackingDefault.VARIABLE, "").isBlank();
  }

  private ExperimentFile finish(
      Optional<Node> root,
      String name,
      Path folder,
      List<String> sets,
      Variables variables,
      Problems problems,
      Path workingDir,
      boolean server) {
    if (root.isEmpty() && problems.isEmpty()) {
      problems.add(
          Problem.of(
              name,
              "empty-file",
              "the file is empty; an experiment needs at least data and model",
              Optional.empty()));
    }
    Node.Mapping tree =
        new Node.Mapping(
            List.of(), new Place(new SourceText(SourceText.Kind.FILE, name, "", folder), 1, 1, 1));
    boolean readable = false;
    if (root.isPresent() && root.get() instanceof Node.Mapping mapping) {
      tree = mapping;
      readable = true;
    } else if (root.isPresent()) {
      problems.add(
          root.get().place(),
          "not-an-experiment",
          "an experiment is a block of keys with at least data and model");
    }
    Analysis analysis = new Analysis(catalog, catalogue, name, folder, server);
    if (!readable) {
      return new ExperimentFile(analysis, tree, variables, problems, analysis.nothing(tree));
    }
    for (String set : sets) {
      tree = set(analysis, tree, set, variables, problems, workingDir);
    }
    return new ExperimentFile(analysis, tree, variables, problems, analysis.full(tree));
  }

  private Node.Mapping set(
      Analysis analysis,
      Node.Mapping tree,
      String argument,
      Variables variables,
      Problems problems,
      Path workingDir) {
    SourceText source = new SourceText(SourceText.Kind.SET, "--set", argument, workingDir);
    Place start = new Place(source, 1, 1, Math.max(1, argument.indexOf('=')));
    int equals = argument.indexOf('=');
    if (equals < 1) {
      problems.add(start, "bad-set", "--set takes path=value, such as model.eta=0.1");
      return tree;
    }
    try {
      KeyPath path = KeyPath.parse(argument.substring(0, equals).strip());
      String value = " ".repeat(equals + 1) + argument.substring(equals + 1);
      int before = problems.size();
      Optional<Node> node = new YamlReader(variables, problems).parse(source, value);
      if (problems.size() > before && node.isEmpty()) {
        return tree;
      }
      Node given = node.orElse(new Node.Scalar("null", true, start));
      return Overrides.set(
          tree, analysis.bind(tree, new Problems()).resolved(), path, given, start);
    } catch (IllegalArgumentException | Overrides.NoSuchPlace e) {
      problems.add(start, "bad-set", e.getMessage());
      return tree;
    }
  }
}
