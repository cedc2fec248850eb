package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.plugin.PluginDiscovery;
import org.fivesigma.serving.ModelService;
import org.fivesigma.serving.ServeOptions;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.python.ManagedPython;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Schemathesis reads the service's OpenAPI page and asks what it allows and what it forbids: the
 * page must be true, and the service must fail at nothing.
 */
class OpenApiTest {
  private static final List<String> SCHEMATHESIS = List.of("schemathesis==4.32.5");

  @TempDir private Path folder;

  private static Path schemathesis() {
    try {
      return ManagedPython.ensure("schemathesis", SCHEMATHESIS, System.out::println)
          .resolveSibling("schemathesis");
    } catch (UserError e) {
      System.out.println("skipped: " + e.getMessage());
      return abort("no Python with schemathesis here: " + e.getMessage());
    }
  }

  private void holds(String kind, int examples, Optional<String> token) throws Exception {
    Path program = schemathesis();
    Path model =
        ProjectFolder.root()
            .resolve("cli/src/test/resources/bundles/format-1")
            .resolve(kind)
            .resolve("model");
    ServeOptions options =
        new ServeOptions("127.0.0.1", 0, 2, 1 << 20, 256, 4096, Duration.ofSeconds(30), token);
    try (Bundle bundle = Bundle.load(model, PluginDiscovery.catalog(List.of()), 2, "cpu");
        ModelService service = ModelService.start(bundle, options)) {
      List<String> command = new ArrayList<>();
      command.add(program.toString());
      command.addAll(List.of("run", service.address() + "/openapi.json"));
      command.addAll(List.of("--checks", "all", "--mode", "all", "--seed", "1"));
      if (kind.equals("mlp") || kind.equals("ensemble")) {
        // their features by physics are infinite for values near the largest float, which is said
        command.addAll(List.of("--exclude-checks", "positive_data_acceptance"));
      }
      command.addAll(List.of("--max-examples", Integer.toString(examples), "--no-color"));
      command.addAll(List.of("--generation-database", "none"));
      token.ifPresent(t -> command.addAll(List.of("--header", "Authorization: Bearer " + t)));
      Path said = folder.resolve("said.txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      int status = process.waitFor();
      String text = Files.readString(said, StandardCharsets.UTF_8);
      assertThat(status).as(text).isZero();
      assertThat(text).contains("Selected: 5/5", "Tested: 5", "No issues found");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xgboost", "folds"})
  void thePageIsTrue(String kind) throws Exception {
    holds(kind, 30, Optional.empty());
  }

  @Test
  void thePageIsTrueBehindAToken() throws Exception {
    holds("classes", 30, Optional.of("secret"));
  }

  /** With many more requests. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"xgboost", "mlp", "classes", "folds", "ensemble"})
  void thePageIsTrueForLong(String kind) throws Exception {
    holds(kind, 2000, Optional.empty());
  }
}
