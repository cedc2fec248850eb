package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process, from another folder, after the program was packaged. */
class LauncherIT {
  @TempDir Path folder;

  private record Answer(int exit, String out, String err) {}

  private Answer fivesigma(String... args) throws IOException, InterruptedException {
    return run(ProjectFolder.root().resolve("fivesigma"), args);
  }

  private Answer run(Path launcher, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("FIVESIGMA_NO_BUILD", "1"); // the build that runs this test did it
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
    return new Answer(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void helpIsShown() throws Exception {
    Answer answer = fivesigma("--help");
    assertThat(answer.exit()).isZero();
    assertThat(answer.out()).contains("Usage: fivesigma").contains("plugins");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void pluginsOfEveryModuleAreFound() throws Exception {
    Answer answer = fivesigma("plugins");
    assertThat(answer.err()).isEmpty();
    assertThat(answer.exit()).isZero();
    assertThat(answer.out()).contains("standard_scale").contains("auc");
  }

  @Test
  void theExitCodeOfTheProgramIsThatOfTheLauncher() throws Exception {
    assertThat(fivesigma("nonsense").exit()).isEqualTo(2);
  }

  @Test
  void itWorksThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(
            folder.resolve("linked"), ProjectFolder.root().resolve("fivesigma"));
    assertThat(run(link, "--version").out()).startsWith("fivesigma 0.1.0");
  }

  @Test
  void anOldJavaIsRefusedInWords() throws Exception {
    Path java = fakeJava("1.8.0_352");
    Answer answer = withJavaHome(java);
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err()).contains("Java 17 or newer is needed").contains("1.8.0_352");
  }

  @Test
  void aJavaHomeWithoutJavaIsRefusedInWords() throws Exception {
    Answer answer = withJavaHome(folder.resolve("nowhere"));
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err()).contains("JAVA_HOME is").contains("no bin/java");
  }

  private Answer withJavaHome(Path home) throws IOException, InterruptedException {
    Path wrapper = folder.resolve("wrapper");
    Files.writeString(
        wrapper,
        "#!/bin/sh\nJAVA_HOME='"
            + home
            + "' exec '"
            + ProjectFolder.root().resolve("fivesigma")
            + "' plugins\n");
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    return run(wrapper);
  }

  private Path fakeJava(String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve("old"));
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
