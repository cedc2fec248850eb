package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir Path folder;

  @Test
  void dataSetsAreListedWithTheirLicence() throws IOException {
    assertThat(CommandLineRun.in(folder, "data").out())
        .contains("uci-higgs", "higgsml", "uci-susy", "fair-universe", "CC BY 4.0");
    JsonNode sets = new ObjectMapper().readTree(CommandLineRun.in(folder, "data", "--json").out());
    assertThat(sets.findValuesAsText("source")).allMatch(s -> s.startsWith("https://"));
  }

  @Test
  void anUnknownDataSetIsTheCommandLinesMistake() {
    CommandLineRun run = CommandLineRun.in(folder, "data", "fetch", "uci-higs");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("unknown-data-set").contains("did you mean 'uci-higgs'?");
  }

  @Test
  void theCacheIsListedAndOnlyClearIsAnAction() throws IOException {
    CommandLineRun list = CommandLineRun.in(folder, "data", "cache", "--json");
    assertThat(list.exit()).isZero();
    assertThat(new ObjectMapper().readTree(list.out()).isArray()).isTrue();
    CommandLineRun wrong = CommandLineRun.in(folder, "data", "cache", "clean");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("data cache clear");
  }
}
