package org.fivesigma.spi.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fivesigma.spi.UserError;

/**
 * Python environments with pinned packages, made on first use and kept. Each lives in a folder of
 * its own, named by what is in it, so a new pin makes a new environment and never changes one that
 * is in use. Two processes that ask at once wait for each other; an environment whose making was
 * cut short is made again.
 */
public final class ManagedPython {
  private static final Pattern PINNED =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(\\[[A-Za-z0-9,._-]+\\])?==[A-Za-z0-9.+!]+");
  private static final String COMPLETE = "complete";
  private static final int SHOWN_LINES = 12;
  private static final Object IN_PROCESS = new Object();

  private final Path home;
  private final Optional<String> base;

  /**
   * Environments under a folder.
   *
   * @param home where they are kept
   * @param base the Python to make them from; none: the newest of {@code python3.13 … python3.10,
   *     python3} on the path
   */
  public ManagedPython(Path home, Optional<String> base) {
    this.home = home.toAbsolutePath();
    this.base = base;
  }

  /**
   * The user's environments: under {@code FIVESIGMA_HOME}, else {@code ~/.fivesigma}; made from
   * {@code FIVESIGMA_PYTHON} where that is set.
   */
  public static ManagedPython ofUser() {
    return new ManagedPython(userHome(), Optional.ofNullable(System.getenv("FIVESIGMA_PYTHON")));
  }

  /**
   * The folder for what the program keeps for a user: {@code FIVESIGMA_HOME}, else {@code
   * ~/.fivesigma}.
   */
  public static Path userHome() {
    String configured = System.getenv("FIVESIGMA_HOME");
    return configured != null && !configured.isBlank()
        ? Path.of(configured).toAbsolutePath()
        : Path.of(System.getProperty("user.home"), ".fivesigma");
  }

  /**
   * The Python executable of the user's environment with these packages; makes it if it is not
   * there.
   *
   * @see #environment
   */
  public static Path ensure(String name, List<String> pinnedRequirements, Consumer<String> log) {
    return ofUser().environment(name, pinnedRequirements, log);
  }

  /** Where an environment is or would be; whether it is there is {@link #exists}. */
  public Path folder(String name, List<String> pinnedRequirements) {
    if (!name.matches("[a-z][a-z0-9_-]*")) {
      throw new IllegalArgumentException("the name of an environment is in lower case: " + name);
    }
    for (String requirement : pinnedRequirements) {
      if (!PINNED.matcher(requirement).matches()) {
        throw new IllegalArgumentException("not pinned as name==version: " + requirement);
      }
    }
    return home.resolve("python-" + name + "-" + hash(pinnedRequirements));
  }

  /** Whether the environment is there and complete. */
  public boolean exists(String name, List<String> pinnedRequirements) {
    Path folder = folder(name, pinnedRequirements);
    return Files.exists(folder.resolve(COMPLETE)) && Files.isExecutable(python(folder));
  }

  /**
   * The Python executable of an environment; makes it if it is not there, which takes from seconds
   * to minutes and needs the package index.
   *
   * @param name what it is for, such as {@code mlflow} or {@code root}
   * @param pinnedRequirements {@code package==version} each
   * @param log one line for the user per step
   * @throws UserError {@code python-missing} when no Python of at least 3.10 with {@code venv} is
   *     there, {@code python-environment} when packages cannot be installed
   */
  public Path environment(String name, List<String> pinnedRequirements, Consumer<String> log) {
    Path folder = folder(name, pinnedRequirements);
    if (exists(name, pinnedRequirements)) {
      return python(folder);
    }
    synchronized (IN_PROCESS) {
      try {
        Files.createDirectories(home);
        Path lockFile = home.resolve(folder.getFileName() + ".lock");
        try (FileChannel channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel, name, log)) {
          if (lock.isValid() && !exists(name, pinnedRequirements)) {
            make(folder, name, pinnedRequirements, log);
          }
        }
      } catch (IOException e) {
        throw UserError.of(
                "python-environment",
                "the Python environment '" + name + "' cannot be made under " + home + ": " + e)
            .hint("set FIVESIGMA_HOME to a folder that can be written")
            .because(e);
      }
    }
    return python(folder);
  }

  private static FileLock lock(FileChannel channel, String name, Consumer<String> log)
      throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      log.accept("waiting for another process that makes the Python environment '" + name + "'");
      lock = channel.lock();
    }
    return lock;
  }

  private void make(Path folder, String name, List<String> requirements, Consumer<String> log)
      throws IOException {
    deleteTree(folder);
    String python = findPython();
    log.accept(
        "making the Python environment '"
            + name
            + "' in "
            + folder
            + " (once; with "
            + python
            + ")");
    Files.createDirectories(folder);
    Path output = folder.resolve("install.log");
    call(List.of(python, "-m", "venv", folder.toString()), output, "venv", name);
    if (!requirements.isEmpty()) {
      log.accept("installing " + String.join(", ", requirements));
      Path list = folder.resolve("requirements.txt");
      Files.write(list, requirements);
      call(
          List.of(
              python(folder).toString(),
              "-m",
              "pip",
              "install",
              "--disable-pip-version-check",
              "--no-input",
              "--prefer-binary",
              "-r",
              list.toString()),
          output,
          "pip install",
          name);
    }
    Files.writeString(folder.resolve(COMPLETE), String.join("\n", requirements) + "\n");
    log.accept("the Python environment '" + name + "' is ready");
  }

  private String findPython() {
    List<String> candidates =
        base.map(List::of)
            .orElse(List.of("python3.13", "python3.12", "python3.11", "python3.10", "python3"));
    for (String candidate : candidates) {
      if (usable(candidate)) {
        return candidate;
      }
    }
    throw UserError.of(
            "python-missing",
            "no Python of version 3.10 or newer with the modules venv and ensurepip was found (looked"
                + " for "
                + String.join(", ", candidates)
                + ")")
        .hint(
            "install it (Debian: apt-get install python3 python3-venv), or set FIVESIGMA_PYTHON to"
                + " its path");
  }

  private static boolean usable(String python) {
    try {
      Process process =
          new ProcessBuilder(
                  python,
                  "-c",
                  "import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void call(List<String> command, Path output, String what, String name)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("PYTHONPATH");
    builder.environment().remove("PYTHONHOME");
    Process process = builder.start();
    process.getOutputStream().close();
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        Writer log =
            Files.newBufferedWriter(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        log.write(line);
        log.write('\n');
        last.addLast(line);
        if (last.size() > SHOWN_LINES) {
          last.removeFirst();
        }
      }
      int status = process.waitFor();
      if (status != 0) {
        throw UserError.of(
                "python-environment",
                "'"
                    + what
                    + "' failed with status "
                    + status
                    + " for the Python environment '"
                    + name
                    + "':\n"
                    + String.join("\n", last))
            .hint("the whole output is in " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.of("python-environment", "interrupted while making '" + name + "'")
          .because(e);
    } finally {
      process.destroy();
    }
  }

  private static Path python(Path folder) {
    return folder.resolve("bin").resolve("python");
  }

  private static String hash(List<String> requirements) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes =
          digest.digest(
              String.join("\n", requirements.stream().sorted().toList())
                  .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
