package org.fivesigma.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fivesigma.core.spec.text.Problem;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every error has one golden file: {@code errors/<code>.yaml} is the experiment, {@code
 * errors/<code>.txt} all that is said of it. A first line {@code # --set a=b} gives arguments.
 * {@code -Dfivesigma.golden=write} writes the texts anew, to be read before they are committed.
 */
class ErrorTextTest {
  private static final Path ERRORS = Path.of("src/test/resources/org/fivesigma/core/spec/errors");
  private static final Path SOURCES = Path.of("src/main/java/org/fivesigma/core/spec");

  @TestFactory
  Stream<DynamicTest> saysWhatTheGoldenFileSays() throws IOException {
    return cases().stream()
        .map(code -> DynamicTest.dynamicTest(code, () -> compare(code, said(code))));
  }

  private static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(ERRORS)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.endsWith(".yaml"))
          .map(n -> n.substring(0, n.length() - 5))
          .sorted()
          .toList();
    }
  }

  static String said(String code) throws IOException {
    Path file = ERRORS.resolve(code + ".yaml");
    List<String> sets = new ArrayList<>();
    byte[] bytes = Files.readAllBytes(file);
    String first =
        new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
            .lines()
            .findFirst()
            .orElse("");
    if (first.startsWith("# --set ")) {
      sets.add(first.substring(8));
    }
    ExperimentFile loaded =
        new ExperimentLoader(TestPlugins.catalog())
            .load(
                Path.of(code + ".yaml"),
                sets,
                Map.of("SECRET", "hunter2", "NUMBER", "12"),
                ERRORS.toAbsolutePath());
    assertThat(loaded.experiment()).as("an experiment with an error").isEmpty();
    return text(loaded.problems());
  }

  private static String text(List<Problem> problems) {
    assertThat(problems).isNotEmpty();
    return String.join("\n", problems.stream().map(Problem::render).toList()) + "\n";
  }

  static void compare(String code, String said) throws IOException {
    assertThat(said).contains("error[" + code.replaceFirst("_.*", "") + "]");
    Path golden = ERRORS.resolve(code + ".txt");
    if ("write".equals(System.getProperty("fivesigma.golden"))) {
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
  }

  @Test
  void filesThatAreNotThereOrTooLargeAreSaidToBe() throws IOException {
    ExperimentLoader loader = new ExperimentLoader(TestPlugins.catalog());
    Path here = ERRORS.toAbsolutePath();
    compare(
        "missing-file",
        text(loader.load(Path.of("absent.yaml"), List.of(), Map.of(), here).problems()));
    compare(
        "unreadable-file", text(loader.load(Path.of("."), List.of(), Map.of(), here).problems()));
    Path large = Files.createTempFile("large", ".yaml");
    try {
      Files.write(large, new byte[50 << 20]);
      String said = text(loader.load(large, List.of(), Map.of(), here).problems());
      compare("file-too-large", said.replace(large.toString(), "large.yaml"));
      Files.writeString(large, "data: [" + "1,".repeat(60_000) + "1]\n");
      said = text(loader.load(large, List.of(), Map.of(), here).problems());
      compare("too-many-values", said.replace(large.toString(), "large.yaml"));
    } finally {
      Files.delete(large);
    }
  }

  @Test
  void everyCodeOfTheLanguageHasItsGoldenFile() throws IOException {
    Set<String> codes = new TreeSet<>();
    Pattern literal = Pattern.compile("\"([a-z0-9]+(?:-[a-z0-9]+)+)\"");
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().matches("(?!.*/draft/).*java")).toList()) {
        Matcher matcher = literal.matcher(Files.readString(file));
        while (matcher.find()) {
          codes.add(matcher.group(1));
        }
      }
    }
    try (Stream<Path> files = Files.list(ERRORS)) {
      List<String> golden =
          files
              .map(f -> f.getFileName().toString().replaceFirst("(_.*)?\\.(txt|yaml)$", ""))
              .toList();
      assertThat(golden).containsAll(codes);
    }
    assertThat(codes).hasSizeGreaterThan(50);
  }
}
