package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCommandsTest {
  @TempDir Path folder;

  @Test
  void everyEngineSeesTheCpu() throws IOException {
    CommandLineRun run = CommandLineRun.in(folder, "devices", "--json");
    assertThat(run.exit()).isZero();
    JsonNode engines = new ObjectMapper().readTree(run.out());
    assertThat(engines.findValuesAsText("engine")).contains("pytorch", "xgboost");
    for (JsonNode engine : engines) {
      assertThat(engine.get("version").textValue()).isNotEmpty();
      assertThat(engine.get("devices").findValuesAsText("name")).contains("cpu");
    }
  }

  @Test
  void theTableOfDevicesHasOneLineForEach() {
    assertThat(CommandLineRun.in(folder, "devices").out())
        .containsPattern("pytorch +2\\.7\\.1 +cpu")
        .containsPattern("xgboost +3\\.0\\.4 +cpu");
  }

  @Test
  void theDoctorSaysWhatIsThereAndHowToGetTheRest() throws IOException {
    CommandLineRun run = CommandLineRun.in(folder, "doctor", "--json");
    JsonNode findings = new ObjectMapper().readTree(run.out());
    assertThat(findings.findValuesAsText("what"))
        .contains("java", "maven", "python", "chromium", "pytorch", "xgboost", "gpu");
    for (JsonNode finding : findings) {
      if (!finding.get("state").textValue().equals("ok")) {
        assertThat(finding.get("remedy").textValue()).as(finding.toString()).isNotEmpty();
      }
    }
    assertThat(run.exit()).isIn(0, 1);
  }

  @Test
  void withoutAGpuTheDoctorSaysExactlyHowToGetOne() {
    CommandLineRun run = CommandLineRun.in(folder, "doctor");
    boolean gpu = CommandLineRun.in(folder, "devices").out().contains("cuda:0");
    if (!gpu) {
      assertThat(run.out())
          .contains("torch==2.7.1")
          .contains("PYTORCH_LIBRARY_PATH")
          .contains("PYTORCH_VERSION=2.7.1")
          .contains("PYTORCH_FLAVOR");
    }
  }
}
