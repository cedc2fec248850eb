package org.fivesigma.spi.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fivesigma.spi.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedPythonTest {
  @TempDir Path home;

  @Test
  void isMadeOnceEvenWhenTwoAskAtOnceAndAgainWhenItsMakingWasCutShort() throws Exception {
    ManagedPython pythons = new ManagedPython(home, Optional.empty());
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Path> other =
        CompletableFuture.supplyAsync(() -> pythons.environment("test", List.of(), said::add));
    Path python = pythons.environment("test", List.of(), said::add);
    assertThat(other.get()).isEqualTo(python);
    assertThat(python).isExecutable();
    assertThat(said.stream().filter(line -> line.startsWith("making"))).hasSize(1);

    Path folder = pythons.folder("test", List.of());
    Files.delete(folder.resolve("complete"));
    Files.writeString(folder.resolve("left-over"), "x");
    assertThat(pythons.exists("test", List.of())).isFalse();
    pythons.environment("test", List.of(), said::add);
    assertThat(folder.resolve("left-over")).doesNotExist();
  }

  @Test
  void aMissingPythonIsSaidWithWhatToDo() {
    ManagedPython pythons = new ManagedPython(home, Optional.of("no-such-python"));
    assertThatThrownBy(() -> pythons.environment("test", List.of(), line -> {}))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.code()).isEqualTo("python-missing");
              assertThat(e.hint().orElseThrow()).contains("FIVESIGMA_PYTHON");
            });
  }

  @Test
  void requirementsArePinnedAndNameTheFolder() {
    ManagedPython pythons = new ManagedPython(home, Optional.empty());
    assertThat(pythons.folder("root", List.of("a==1", "b==2")))
        .isEqualTo(pythons.folder("root", List.of("b==2", "a==1")))
        .isNotEqualTo(pythons.folder("root", List.of("a==1", "b==3")));
    assertThatThrownBy(() -> pythons.folder("root", List.of("uproot>=5")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
