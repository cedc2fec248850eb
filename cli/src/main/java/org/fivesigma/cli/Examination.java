package org.fivesigma.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fivesigma.spi.engine.Engine;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.python.ManagedPython;

/** Looks at everything the program uses on this machine. */
final class Examination {
  private static final long GIB = 1L << 30;
  private static final int SECONDS = 20;
  private final Program program;

  Examination(Program program) {
    this.program = program;
  }

  /** All findings, what is needed most first. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(maven());
    findings.add(memory());
    findings.add(space());
    findings.add(python());
    findings.add(browser());
    for (Extension<Engine> extension : program.catalog().extensions(Engine.KIND)) {
      Engine.Sight sight = extension.factory().apply(new Extension.NoOptions()).look();
      findings.add(engine(extension.id(), sight));
    }
    findings.add(gpu());
    return findings;
  }

  private static Finding java() {
    return Finding.ok("java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
  }

  private Finding maven() {
    return firstLine("mvn", "-v")
        .map(line -> Finding.ok("maven", line.replaceAll("\u001B\\[[0-9;]*m", "")))
        .orElse(
            new Finding(
                "maven",
                Finding.State.OPTIONAL,
                "",
                "only needed to build the program again; Debian, Ubuntu: apt-get install maven"));
  }

  private static Finding memory() {
    long heap = Runtime.getRuntime().maxMemory();
    return Finding.ok(
        "memory",
        String.format(
            "%.1f GiB for Java (FIVESIGMA_JAVA_OPTS=-Xmx… changes it)", (double) heap / GIB));
  }

  private static Finding space() {
    Path home = ManagedPython.userHome();
    Path there = home;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there == null ? Path.of("/") : there).getUsableSpace();
      String found = String.format("%.1f GiB free for %s", (double) free / GIB, home);
      return free >= 2 * GIB
          ? Finding.ok("cache folder", found)
          : new Finding(
              "cache folder",
              Finding.State.OPTIONAL,
              found,
              "libtorch and the tracking server take about 2 GiB there; FIVESIGMA_HOME names another folder");
    } catch (IOException e) {
      return new Finding(
          "cache folder",
          Finding.State.MISSING,
          home.toString(),
          "it cannot be read (" + e + "); FIVESIGMA_HOME names another folder");
    }
  }

  private Finding python() {
    String remedy =
        "Python 3.10 or newer with venv runs the MLflow server (./fivesigma ui) and reads ROOT files; "
            + "Debian, Ubuntu: apt-get install python3 python3-venv; FIVESIGMA_PYTHON names one elsewhere";
    String python = program.environment().getOrDefault("FIVESIGMA_PYTHON", "python3");
    Optional<String> found =
        firstLine(
            python,
            "-c",
            "import sys, venv, ensurepip; print(sys.version.split()[0], sys.executable, sys.version_info >= (3, 10))");
    if (found.isEmpty() || found.get().endsWith("False")) {
      return new Finding("python", Finding.State.OPTIONAL, found.orElse(""), remedy);
    }
    return Finding.ok("python", found.get().replaceFirst(" True$", ""));
  }

  private Finding browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> firstLine(name, "--version").stream())
        .findFirst()
        .map(version -> Finding.ok("chromium", version))
        .orElse(
            new Finding(
                "chromium",
                Finding.State.OPTIONAL,
                "",
                "only needed for the tests that look at reports in a browser; Debian, Ubuntu: apt-get install chromium"));
  }

  private static Finding engine(String id, Engine.Sight sight) {
    String notes = String.join("\n", sight.notes());
    if (sight.devices().isEmpty()) {
      return new Finding(id, Finding.State.MISSING, "", notes);
    }
    List<String> devices = sight.devices().stream().map(Engine.Device::name).toList();
    return new Finding(
        id, Finding.State.OK, sight.version() + " on " + String.join(", ", devices), notes);
  }

  private Finding gpu() {
    return firstLine(
            "nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader")
        .map(line -> Finding.ok("gpu", line))
        .orElse(
            new Finding(
                "gpu",
                Finding.State.OPTIONAL,
                "",
                "no NVIDIA driver answers (nvidia-smi); everything runs on the CPU"));
  }

  /** The first line a program prints; empty where it cannot be run, fails, or takes too long. */
  private Optional<String> firstLine(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(program.folder().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      Optional<String> line;
      try (var reader = process.inputReader()) {
        line = Optional.ofNullable(reader.readLine());
        reader.transferTo(Writer.nullWriter()); // a program may fail when nobody reads on
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return process.exitValue() == 0 ? line : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
