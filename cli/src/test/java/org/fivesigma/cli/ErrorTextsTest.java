package org.fivesigma.cli;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What only the data, the machine or a later command can tell has a golden file for every error: a
 * case {@code errors/<code>.yaml} is run beside the files of {@code errors/files} and a small
 * {@code events.csv}, and {@code errors/<code>.txt} is all that is said of it. A first line {@code
 * # then: COMMAND} runs the file well and takes what that command says. (Errors of the file alone
 * have theirs beside the language's tests.) {@code -Dfivesigma.golden=write} writes the texts anew,
 * to be read before they are committed.
 */
class ErrorTextsTest {
  private static final Path ERRORS = Path.of("src/test/resources/errors");
  private static final Path OF_THE_LANGUAGE =
      Path.of("../framework-core/src/test/resources/org/fivesigma/core/spec/errors");
  private static final Pattern CODE = Pattern.compile("UserError\\s*\\.of\\(\\s*\"([a-z0-9-]+)\"");

  /** Errors that need a machine in a certain state, in words. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          entry("broken-bundle", "a bundle that was changed by hand"),
          entry("broken-model", "as broken-bundle"),
          entry("no-bundle", "a folder without a model"),
          entry("broken-plugin", "a jar in plugins/ that does not load"),
          entry("duplicate-kind", "two jars in plugins/"),
          entry("duplicate-plugin", "two jars in plugins/"),
          entry("duplicate-plugin-id", "two jars in plugins/"),
          entry("missing-library", "a native library that does not load"),
          entry("no-bfloat16", "a processor without bfloat16"),
          entry("cache", "a cache folder that cannot be written"),
          entry("cache-unwritable", "a cache folder that cannot be written"),
          entry("unreadable-source", "DuckDB fails for reasons of its own"),
          entry("not-a-number", "a column of lists in a Parquet file"),
          entry("fetch", "a server of data sets"),
          entry("python-missing", "a machine without Python"),
          entry("python-environment", "an installation of Python packages that fails"),
          entry("cannot-listen", "a port that is taken"),
          entry("port-in-use", "a port that is taken"),
          entry("port-taken", "a port that is taken"),
          entry("tracking-server", "a tracking server that does not answer"),
          entry("no-tracking-server", "no plugin of a tracking server"),
          entry("server-running", "a tracking server that runs already"),
          entry("no-reporter", "no plugin of reports"),
          entry("bad-model", "a model to go on from that has other features"),
          entry("xgboost", "what XGBoost itself says"),
          entry("run-failed", "a fault in a run inside a run"),
          entry("bad-weights", "training weights that sum to nothing"),
          entry("no-learning-rate", "a loss that never falls"),
          entry("changed-space", "a study that is resumed"),
          entry("different-events", "two runs compared"),
          entry("other-classes", "two runs compared"),
          entry("duplicate-metric", "the plan of an evaluation in Java"),
          entry("duplicate-part", "a split made in Java"),
          entry("column-type", "a column of lists"),
          entry("not-exportable", "a model that ONNX cannot express"),
          entry("onnx-differs", "a graph that scores otherwise"),
          entry("empty-sample", "a sample without positive weights"));

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> saysWhatTheGoldenFileSays() throws IOException {
    return names(ERRORS, ".yaml")
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(name, said(name))));
  }

  private static Stream<String> names(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.endsWith(ending))
          .map(n -> n.substring(0, n.length() - ending.length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  private String said(String name) throws IOException {
    Path here = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(here.resolve("folder"));
    try (Stream<Path> files = Files.list(ERRORS.resolve("files"))) {
      for (Path file : files.toList()) {
        Files.copy(file, here.resolve(file.getFileName().toString()));
      }
    }
    GaussianEvents.write(here.resolve("events.csv"), 200);
    Files.copy(ERRORS.resolve(name + ".yaml"), here.resolve(name + ".yaml"));
    List<String> text = Files.readAllLines(here.resolve(name + ".yaml"));
    CommandLineRun run = CommandLineRun.in(here, "run", name + ".yaml", "--quiet", "--out", "out");
    if (text.get(0).startsWith("# then: ")) {
      assertThat(run.exit()).as(run.err()).isZero();
      run = CommandLineRun.in(here, text.get(0).substring("# then: ".length()).split(" ", -1));
    }
    assertThat(run.exit())
        .as(run.err())
        .isEqualTo(name.endsWith("-failed") ? ExitCode.FAILED : ExitCode.USAGE);
    return run.err()
        .replace(here.toRealPath().toString(), "FOLDER")
        .replace(here.toString(), "FOLDER");
  }

  private static void compare(String name, String said) throws IOException {
    Path golden = ERRORS.resolve(name + ".txt");
    if ("write".equals(System.getProperty("fivesigma.golden"))) {
      Files.writeString(golden, said);
    }
    assertThat(said).contains("error[" + name.replaceFirst("_.*", "") + "]");
    assertThat(said).isEqualTo(Files.readString(golden));
  }

  @Test
  void everyErrorHasAGoldenFile() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (Stream<Path> modules = Files.list(ProjectFolder.root())) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources) && !module.endsWith("framework-testing")) {
          try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
              Matcher matcher = CODE.matcher(Files.readString(file));
              while (matcher.find()) {
                codes.add(matcher.group(1));
              }
            }
          }
        }
      }
    }
    Set<String> golden =
        Stream.concat(names(ERRORS, ".txt"), names(OF_THE_LANGUAGE, ".txt"))
            .map(n -> n.replaceFirst("_.*", ""))
            .collect(Collectors.toSet());
    codes.removeAll(golden);
    assertThat(codes).isEqualTo(new TreeSet<>(ELSEWHERE.keySet()));
  }
}
