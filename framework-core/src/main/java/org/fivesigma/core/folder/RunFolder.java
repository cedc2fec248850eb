package org.fivesigma.core.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivesigma.spi.UserError;

/** A run's folder and the names of what is in it. */
public record RunFolder(Path path) {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /**
   * A new folder {@code runs/<name>/<yyyymmdd-hhmmss>-<6 hex>}.
   *
   * @param out the folder itself, absent or empty; or none
   * @throws UserError where it is not empty or cannot be written
   */
  public static RunFolder create(Path workingFolder, String name, Optional<Path> out) {
    Instant now = Instant.now();
    Path path =
        out.orElseGet(
            () ->
                workingFolder
                    .resolve("runs")
                    .resolve(fileName(name))
                    .resolve(
                        STAMP.format(LocalDateTime.ofInstant(now, ZoneId.systemDefault()))
                            + "-"
                            + HexFormat.of()
                                .toHexDigits(
                                    System.nanoTime() * 31L + ProcessHandle.current().pid() * 7919L,
                                    6)));
    return make(path);
  }

  /**
   * The folder of a run inside this one, such as {@code runs/repeat-2}; made if it is not there.
   */
  public RunFolder child(String name) {
    Path child = path.resolve("runs").resolve(fileName(name));
    try {
      Files.createDirectories(child);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + child + ": " + e.getMessage(), e);
    }
    return new RunFolder(child);
  }

  private static RunFolder make(Path path) {
    try {
      if (Files.exists(path)) {
        if (!Files.isDirectory(path)) {
          throw UserError.of(
                  "out-folder", path + " is a file, expected a folder that is absent or empty")
              .at("--out");
        }
        try (Stream<Path> content = Files.list(path)) {
          if (content.findAny().isPresent()) {
            throw UserError.of(
                    "out-folder", path + " is not empty; a run is never written over another")
                .at("--out");
          }
        }
      }
      Files.createDirectories(path);
      Path probe = Files.createTempFile(path, "probe", ".tmp");
      Files.delete(probe);
    } catch (IOException e) {
      throw UserError.of(
              "out-folder",
              "the run folder " + path + " cannot be written: " + e.getClass().getSimpleName())
          .at("--out")
          .hint("choose another by --out DIR")
          .because(e);
    }
    return new RunFolder(path.toAbsolutePath().normalize());
  }

  private static String fileName(String name) {
    String safe = name.replaceAll("[/\\\\\\x00-\\x1f]", "_");
    return safe.isBlank() || safe.equals(".") || safe.equals("..") ? "_" : safe;
  }

  /** A file or folder inside. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** The name of the folder. */
  public String name() {
    return path.getFileName().toString();
  }

  /** {@code history.csv}. */
  public Path history() {
    return file("history.csv");
  }

  /** {@code metrics.json}, or empty when it is not there yet. */
  public Map<String, Object> metrics() {
    return json("metrics.json");
  }

  /** {@code facts.json}, or empty when it is not there yet. */
  public Map<String, Object> facts() {
    return json("facts.json");
  }

  private Map<String, Object> json(String name) {
    Path file = file(name);
    try {
      return Files.exists(file) ? Json.read(file) : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Where the run stands. */
  public Optional<RunStatus> status() {
    return RunStatus.settle(path);
  }

  /** Folders of the runs inside, by name. */
  public List<RunFolder> children() {
    Path runs = file("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(runs)) {
      return list.filter(p -> Files.exists(p.resolve("status.json")))
          .sorted()
          .map(RunFolder::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
