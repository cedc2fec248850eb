package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation shows is there, and compiles. */
class DocumentationTest {
  private static final Path ROOT = ProjectFolder.root();
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#: ]+)(#[^)]*)?\\)");
  private static final Pattern COMMAND = Pattern.compile("\\./fivesigma ([a-z_]+)");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(f -> f.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @Test
  void codeOfTheAuthorsGuideIsPartOfTheExamplePlugin() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs/example-plugin/src"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.append(Files.readString(file));
      }
    }
    String guide = Files.readString(ROOT.resolve("docs/plugin-authors-guide.md"));
    Matcher block = JAVA.matcher(guide);
    int blocks = 0;
    while (block.find()) {
      assertThat(sources.toString()).contains(block.group(1));
      blocks++;
    }
    assertThat(blocks).isPositive();
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        assertThat(page.resolveSibling(link.group(1)).normalize()).as("link in %s", page).exists();
      }
    }
  }

  @Test
  void everyCommandShownExists() throws IOException {
    List<String> commands = CommandLineRun.commandNames();
    for (Path page : pages()) {
      Matcher command = COMMAND.matcher(Files.readString(page));
      while (command.find()) {
        assertThat(commands).as("commands, for %s", page).contains(command.group(1));
      }
    }
  }
}
