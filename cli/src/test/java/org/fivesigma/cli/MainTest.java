package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path folder;

  private CommandLineRun run(String... args) {
    return CommandLineRun.in(folder, args);
  }

  @Test
  void helpNamesEveryCommandAndGoesToStdout() {
    CommandLineRun run = run("--help");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage: fivesigma");
    CommandLineRun.commandNames().forEach(name -> assertThat(run.out()).contains(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void everyCommandHasHelp(String option) {
    for (String name : CommandLineRun.commandNames()) {
      CommandLineRun run = run(name, option);
      assertThat(run.exit()).as(name).isZero();
      assertThat(run.out()).as(name).contains("Usage: fivesigma " + name);
    }
  }

  @Test
  void versionNamesProgramAndJava() {
    assertThat(run("--version").out()).contains("fivesigma").contains("Java");
  }

  @Test
  void aMissingCommandIsAnErrorOfTheCommandLine() {
    CommandLineRun run = run();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("error[command-line]: a command is missing").contains("--help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownCommandIsAnErrorWithASuggestion() {
    CommandLineRun run = run("plugin");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("unknown command 'plugin'; did you mean 'plugins'?");
  }

  @Test
  void anUnknownOptionIsAnErrorWithASuggestion() {
    CommandLineRun run = run("plugins", "--jsn=1");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("unknown option '--jsn'; did you mean '--json'?");
  }

  @Test
  void aMissingParameterIsAnErrorOfTheCommandLine() {
    CommandLineRun run = run("describe", "metric");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("missing required parameter").contains("ID");
  }

  @Test
  void pluginsListsKindsAndIds() {
    assertThat(run("plugins").out()).contains("transformer", "standard_scale", "metric", "auc");
    assertThat(run("plugins", "metric").out()).contains("auc").doesNotContain("standard_scale");
  }

  @Test
  void pluginsAsJsonIsOneDocument() throws IOException {
    JsonNode document = new ObjectMapper().readTree(run("plugins", "--json").out());
    assertThat(document.isArray()).isTrue();
    assertThat(document.findValuesAsText("id")).contains("auc", "impute");
    assertThat(new ObjectMapper().readTree(run("--json", "plugins").out())).isEqualTo(document);
  }

  @Test
  void describeShowsEveryOption() {
    CommandLineRun run = run("describe", "transformer", "impute");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("strategy: text; ").contains("indicator: true or false;");
  }

  @Test
  void describeSuggestsNearNames() {
    assertThat(run("describe", "metrik", "auc").err()).contains("did you mean 'metric'?");
    CommandLineRun run = run("describe", "metric", "acu");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("there is no metric 'acu'; did you mean 'auc'?");
  }

  @Test
  void aBrokenJarInThePluginsFolderIsNamedWithoutAStackTrace() throws IOException {
    Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(folder.resolve("plugins/broken.jar"), "no jar");
    CommandLineRun run = run("plugins");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("error[broken-plugin]").contains("broken.jar");
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(run("plugins", "--debug").err()).contains("\tat ");
  }
}
