package org.fivesigma.core.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code status.json}: where a run stands. A run that says it is running while its process is gone
 * was interrupted.
 *
 * @param state running, finished, failed, interrupted (a trial also pruned)
 * @param exitCode of the command, once ended
 * @param error what went wrong, in one line
 * @param process id of the process that runs it
 * @param processStarted when that process began: numbers of processes are used again
 */
public record RunStatus(
    String state,
    Instant started,
    Optional<Instant> ended,
    Optional<Integer> exitCode,
    Optional<String> error,
    long process,
    Optional<Instant> processStarted) {

  /** A run that begins now in this process. */
  public static RunStatus running(Instant started) {
    return new RunStatus(
        "running",
        started,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ProcessHandle.current().pid(),
        ProcessHandle.current().info().startInstant());
  }

  /** The same run, ended now. */
  public RunStatus ended(String newState, int code, Optional<String> message) {
    return new RunStatus(
        newState,
        started,
        Optional.of(Instant.now()),
        Optional.of(code),
        message,
        process,
        processStarted);
  }

  /** Writes {@code status.json}. */
  public void write(Path folder) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", state);
    content.put("started", started.toString());
    content.put("ended", ended.map(Instant::toString).orElse(null));
    content.put("exit_code", exitCode.orElse(null));
    content.put("error", error.orElse(null));
    content.put("process", process);
    content.put("process_started", processStarted.map(Instant::toString).orElse(null));
    AtomicFiles.write(folder.resolve("status.json"), Json.text(content));
  }

  /** Reads {@code status.json}; empty where there is none that can be read. */
  public static Optional<RunStatus> read(Path folder) {
    Path file = folder.resolve("status.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Map<String, Object> m = Json.read(file);
      RunStatus status =
          new RunStatus(
              String.valueOf(m.get("status")),
              Instant.parse(String.valueOf(m.get("started"))),
              Optional.ofNullable(m.get("ended")).map(e -> Instant.parse(e.toString())),
              Optional.ofNullable(m.get("exit_code")).map(c -> ((Number) c).intValue()),
              Optional.ofNullable(m.get("error")).map(Object::toString),
              m.get("process") instanceof Number n ? n.longValue() : -1,
              Optional.ofNullable(m.get("process_started")).map(p -> Instant.parse(p.toString())));
      return Optional.of(status);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads the status and, when its process died without a word, writes down that the run was
   * interrupted.
   */
  public static Optional<RunStatus> settle(Path folder) {
    Optional<RunStatus> status = read(folder);
    if (status.isPresent() && status.get().abandoned()) {
      RunStatus interrupted =
          status.get().ended("interrupted", 137, Optional.of("the process was killed"));
      interrupted.write(folder);
      return Optional.of(interrupted);
    }
    return status;
  }

  /** Whether it says running but its process is gone, or another one has its number now. */
  public boolean abandoned() {
    if (!state.equals("running")) {
      return false;
    }
    Optional<ProcessHandle> handle = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    return handle.isEmpty() || isAnother(handle.get());
  }

  private boolean isAnother(ProcessHandle other) {
    return processStarted.isPresent()
        && other
            .info()
            .startInstant()
            .map(s -> Duration.between(s, processStarted.get()).abs().toSeconds() > 1)
            .orElse(false);
  }
}
