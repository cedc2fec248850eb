package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.plugin.PluginDiscovery;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.ExperimentLoader;
import org.fivesigma.core.spec.bind.Binder;
import org.fivesigma.core.spec.bind.Catalogue;
import org.fivesigma.core.spec.bind.Defaults;
import org.fivesigma.core.spec.bind.OptionsShape;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.yaml.Node;
import org.fivesigma.core.spec.yaml.YamlWriter;
import org.fivesigma.spi.option.SelfChecking;
import org.fivesigma.spi.plugin.Extension;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The experiment language with the plugins that are installed. */
class LanguageTest {
  private static final Path EXPERIMENTS = Path.of("../experiments");
  private static final PluginCatalog CATALOG = PluginDiscovery.catalog(List.of());
  private static final ExperimentLoader LOADER = new ExperimentLoader(CATALOG);

  static List<Path> experiments() throws IOException {
    try (Stream<Path> files = Files.walk(EXPERIMENTS)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static ExperimentFile load(Path file) {
    return LOADER.load(
        file, List.of(), Map.of("FIVESIGMA_DATA", "/data"), Path.of("").toAbsolutePath());
  }

  @TestFactory
  Stream<DynamicTest> shippedExperimentsAreAccepted() throws IOException {
    return experiments().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    EXPERIMENTS.relativize(file).toString(),
                    () -> {
                      ExperimentFile loaded = load(file);
                      Assumptions.assumeFalse(
                          !loaded.problems().isEmpty()
                              && loaded.problems().stream()
                                  .allMatch(p -> p.code().equals("not-available")),
                          "needs plugins that do not exist yet");
                      assertThat(loaded.problems().stream().map(Problem::render)).isEmpty();
                      ExperimentFile again =
                          LOADER.loadText(
                              loaded.resolvedYaml(),
                              "resolved.yaml",
                              Path.of("/elsewhere"),
                              Map.of());
                      assertThat(again.problems().stream().map(Problem::render)).isEmpty();
                      assertThat(again.resolvedYaml()).isEqualTo(loaded.resolvedYaml());
                      assertThat(again.experiment()).isEqualTo(loaded.experiment());
                    }));
  }

  @Test
  void mutatedExperimentsAreValidOrHaveProblems() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (Path file : experiments()) {
      seeds.add(Files.readString(file));
    }
    new Mutations(seeds, LOADER).run(10_000, Duration.ofSeconds(60));
  }

  /** Every extension is bound from its id alone, or says by its keys what else it must have. */
  @TestFactory
  Stream<DynamicTest> everyExtensionBindsItsDefaults() {
    return CATALOG.kinds().stream()
        .flatMap(kind -> CATALOG.extensions(kind).stream())
        .map(
            extension ->
                DynamicTest.dynamicTest(
                    extension.kind().name() + " " + extension.id(),
                    () -> bindsDefaults(extension)));
  }

  private static void bindsDefaults(Extension<?> extension) {
    Problems problems = new Problems();
    Node.Mapping nothing = (Node.Mapping) Defaults.parse("{}");
    Binder.Result<? extends Record> result =
        new Binder(CATALOG, Catalogue.standard(), problems, Path.of("/here"))
            .bind(extension.options(), nothing);
    Set<String> required =
        OptionsShape.of(extension.options()).keys().stream()
            .filter(OptionsShape.Key::required)
            .map(OptionsShape.Key::name)
            .collect(Collectors.toSet());
    boolean refuses = result.value().isEmpty();
    if (refuses && required.isEmpty() && SelfChecking.class.isAssignableFrom(extension.options())) {
      assertThat(problems.inOrder().stream().map(Problem::code))
          .doesNotContain("wrong-type", "out-of-range", "unknown-choice", "unknown-plugin");
    } else if (required.isEmpty()) {
      assertThat(problems.inOrder().stream().map(Problem::render)).isEmpty();
      Problems again = new Problems();
      Binder.Result<? extends Record> second =
          new Binder(CATALOG, Catalogue.standard(), again, Path.of("/here"))
              .bind(extension.options(), result.resolved());
      assertThat(again.inOrder().stream().map(Problem::render)).isEmpty();
      assertThat(second.value().isPresent()).isTrue();
      assertThat(YamlWriter.write(second.resolved()))
          .isEqualTo(YamlWriter.write(result.resolved()));
    } else {
      assertThat(problems.inOrder().stream().map(Problem::code)).containsOnly("missing-key");
      assertThat(problems.size()).isEqualTo(required.size());
    }
  }
}
