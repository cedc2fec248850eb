package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.fivesigma.core.plugin.PluginDiscovery;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.testing.contract.ExtensionContract;
import org.fivesigma.testing.contract.MetricContract;
import org.fivesigma.testing.contract.ModelContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example plugin of the author's guide, compiled against the SPI alone, packed into a jar,
 * dropped into a {@code plugins} folder and used from an experiment file.
 */
class ExamplePluginTest {
  private static final Path EXAMPLE = ProjectFolder.root().resolve("docs/example-plugin");

  @TempDir static Path folder;

  @BeforeAll
  static void buildTheJar() throws IOException, URISyntaxException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path spi = Path.of(Plugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Xlint:all",
                "-Werror",
                "--release",
                "17",
                "-classpath",
                spi.toString(),
                "-d",
                classes.toString()));
    try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("src/main/java"))) {
      sources
          .filter(f -> f.toString().endsWith(".java"))
          .map(Path::toString)
          .forEach(arguments::add);
    }
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(exit).as("exit code of the compiler").isZero();
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    try (OutputStream out = Files.newOutputStream(plugins.resolve("example.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      add(jar, classes);
      add(jar, EXAMPLE.resolve("src/main/resources"));
    }
    Files.copy(EXAMPLE.resolve("experiment.yaml"), folder.resolve("experiment.yaml"));
  }

  private static void add(JarOutputStream jar, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(root.relativize(file).toString()));
        jar.write(Files.readAllBytes(file));
        jar.closeEntry();
      }
    }
  }

  private static List<Plugin> plugin() {
    return PluginDiscovery.find(List.of(folder.resolve("plugins"))).stream()
        .filter(p -> p.name().equals("example"))
        .toList();
  }

  @Test
  void itIsListedAndDescribed() {
    assertThat(CommandLineRun.in(folder, "plugins", "model").out())
        .contains("naive_bayes", "example");
    assertThat(CommandLineRun.in(folder, "describe", "metric", "separation").out())
        .contains("bins: integer; ≥ 1, ≤ 10000; default 50");
  }

  @Test
  void itsClassesAreKeptApartFromTheProgram() {
    ClassLoader loader = plugin().get(0).getClass().getClassLoader();
    assertThat(loader).isNotSameAs(Plugin.class.getClassLoader());
    assertThat(loader.getResource("picocli/CommandLine.class")).isNull();
    assertThat(classIsSeen(loader, "org.fivesigma.core.plugin.PluginCatalog")).isFalse();
    assertThat(classIsSeen(loader, "com.google.inject.Guice")).isFalse();
    assertThat(classIsSeen(loader, "org.fivesigma.spi.plugin.Plugin")).isTrue();
  }

  private static boolean classIsSeen(ClassLoader loader, String name) {
    try {
      return loader.loadClass(name) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Test
  void itRunsFromAnExperimentFile() throws IOException {
    CommandLineRun run =
        CommandLineRun.in(folder, "run", "experiment.yaml", "--out", "finished", "--quiet");
    assertThat(run.err()).doesNotContain("error");
    assertThat(run.exit()).isZero();
    JsonNode metrics =
        new ObjectMapper().readTree(folder.resolve("finished/metrics.json").toFile());
    assertThat(metrics.get("test/separation").get("value").doubleValue()).isBetween(0.05, 1.0);
    assertThat(metrics.get("test/auc").get("value").doubleValue()).isBetween(0.6, 1.0);
  }

  @Test
  void twoJarsWithOneIdAreAnErrorThatNamesBoth() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("twice/plugins"));
    Path jar = folder.resolve("plugins/example.jar");
    Files.copy(jar, plugins.resolve("one.jar"));
    Files.copy(jar, plugins.resolve("two.jar"));
    CommandLineRun run = CommandLineRun.in(folder.resolve("twice"), "plugins");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("the plugin 'example' is installed twice");
  }

  @Nested
  class Models extends ModelContract {
    @Override
    protected List<Plugin> plugins() {
      return plugin();
    }
  }

  @Nested
  class Metrics extends MetricContract {
    @Override
    protected List<Plugin> plugins() {
      return plugin();
    }
  }

  @Nested
  class Extensions extends ExtensionContract {
    @Override
    protected List<Plugin> plugins() {
      return plugin();
    }
  }
}
