package org.fivesigma.core.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Commit, branch and whether there are uncommitted changes, of the repository a folder stands in;
 * empty outside one. Asked for once: a study writes it down with each of its trials.
 */
public final class GitState {
  private final Path folder;
  private Map<String, Object> state;

  /** Of a folder; git is started when the state is first asked for. */
  public GitState(Path folder) {
    this.folder = folder;
  }

  /** {@code commit}, {@code branch} and {@code dirty}. */
  public synchronized Map<String, Object> state() {
    if (state == null) {
      state = read(folder);
    }
    return state;
  }

  private static Map<String, Object> read(Path folder) {
    String commit = git(folder, "rev-parse", "HEAD");
    if (commit.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("commit", commit);
    state.put("branch", git(folder, "rev-parse", "--abbrev-ref", "HEAD"));
    state.put("dirty", !git(folder, "status", "--porcelain", "--untracked-files=no").isEmpty());
    return state;
  }

  private static String git(Path folder, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .start();
      String out =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return process.exitValue() == 0 ? out : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
