package org.fivesigma.tracking.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.fivesigma.tracking.spool.RunFacts;

/** Facts of a run that was not tracked while it ran, read from its folder. */
public final class FolderFacts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FolderFacts() {}

  /**
   * The facts as they were written when the run began, else as the folder tells them.
   *
   * @throws IOException when the folder is no run folder or cannot be read
   */
  public static RunFacts of(Path folder) throws IOException {
    Optional<RunFacts> written = RunFacts.read(folder);
    if (written.isPresent()) {
      return written.get();
    }
    JsonNode status = status(folder);
    JsonNode card = card(folder);
    Map<String, Object> resolved = Yaml.read(folder.resolve("resolved.yaml"));
    Optional<Path> parent = parent(folder);
    Instant started = started(status, folder);
    Optional<RunFacts> above =
        parent.isPresent() ? Optional.of(of(parent.get())) : Optional.empty();
    String experiment =
        above.map(RunFacts::experiment).orElseGet(() -> experiment(resolved, card, folder));
    return new RunFacts(
        id(folder, started),
        experiment,
        String.valueOf(folder.getFileName()),
        above.map(RunFacts::id),
        started,
        text(resolved.get("description")),
        card.has("parameters") ? texts(card.get("parameters")) : parameters(resolved, parent),
        card.has("tags") ? texts(card.get("tags")) : tags(resolved),
        register(resolved),
        "");
  }

  /**
   * An id for a run, the same each time while the folder keeps its name and place below its parent.
   */
  public static String id(Path folder, Instant started) {
    StringBuilder place = new StringBuilder(String.valueOf(folder.getFileName()));
    Path at = folder;
    for (Optional<Path> up = parent(at); up.isPresent(); up = parent(at)) {
      at = up.get();
      place.insert(0, at.getFileName() + "/");
    }
    String text = "fivesigma run " + place + " " + started;
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The run folder that this one is inside of: {@code PARENT/runs/NAME}. */
  public static Optional<Path> parent(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path runs = absolute.getParent();
    if (runs == null || runs.getParent() == null || !runs.endsWith("runs")) {
      return Optional.empty();
    }
    return isRun(runs.getParent()) ? Optional.of(runs.getParent()) : Optional.empty();
  }

  /** Whether a folder is a run folder. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve("status.json"));
  }

  /** The runs inside a run folder, by name. */
  public static List<Path> children(Path folder) throws IOException {
    Path runs = folder.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(runs)) {
      return list.filter(FolderFacts::isRun).sorted().toList();
    }
  }

  /** The server that a run was sent to, or was to be sent to. */
  public static Optional<String> server(Path folder) throws IOException {
    Optional<String> written =
        RunFacts.read(folder).map(RunFacts::uri).filter(uri -> !uri.isEmpty());
    Map<String, Object> resolved = Yaml.read(folder.resolve("resolved.yaml"));
    if (written.isEmpty()
        && resolved.get("tracking") instanceof Map<?, ?> tracking
        && tracking.get("uri") instanceof String uri
        && !uri.contains("${")) {
      return Optional.of(uri);
    }
    return written;
  }

  /** Whether a process that is alive says that it is working on this run. */
  public static boolean going(Path folder) throws IOException {
    JsonNode status = status(folder);
    return status.path("status").asText().equals("running")
        && ProcessHandle.of(status.path("process").asLong(-1))
            .map(ProcessHandle::isAlive)
            .orElse(false);
  }

  static JsonNode status(Path folder) throws IOException {
    if (!isRun(folder)) {
      throw new IOException(folder + " is no run folder: it has no status.json");
    }
    return JSON.readTree(folder.resolve("status.json").toFile());
  }

  /** {@code run.json}: by what the run is told from others; empty in folders of older releases. */
  private static JsonNode card(Path folder) throws IOException {
    Path file = folder.resolve("run.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new LinkedHashMap<>();
    map.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  private static Instant started(JsonNode status, Path folder) throws IOException {
    try {
      return Instant.parse(status.path("started").asText());
    } catch (DateTimeException e) {
      throw new IOException(
          folder.resolve("status.json") + " does not say when the run started", e);
    }
  }

  private static String experiment(Map<String, Object> resolved, JsonNode card, Path folder) {
    if (resolved.get("tracking") instanceof Map<?, ?> tracking
        && tracking.get("experiment") instanceof String name) {
      return name;
    }
    if (card.path("experiment").isTextual()) {
      return card.get("experiment").asText();
    }
    if (resolved.get("name") instanceof String name) {
      return name;
    }
    Path above = folder.toAbsolutePath().normalize().getParent();
    return above == null || above.getFileName() == null ? "runs" : above.getFileName().toString();
  }

  private static Optional<String> register(Map<String, Object> resolved) {
    return resolved.get("tracking") instanceof Map<?, ?> tracking
            && tracking.get("register") instanceof String name
        ? Optional.of(name)
        : Optional.empty();
  }

  private static Map<String, String> tags(Map<String, Object> resolved) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (resolved.get("tags") instanceof Map<?, ?> map) {
      map.forEach((k, v) -> tags.put(String.valueOf(k), String.valueOf(v)));
    }
    return tags;
  }

  /** Of a child what differs from its parent's file; else the model's settings and a few more. */
  private static Map<String, String> parameters(Map<String, Object> resolved, Optional<Path> parent)
      throws IOException {
    Map<String, String> leaves = Yaml.leaves(resolved);
    Map<String, String> chosen = new LinkedHashMap<>();
    if (parent.isPresent()) {
      Map<String, String> above = Yaml.leaves(Yaml.read(parent.get().resolve("resolved.yaml")));
      leaves.forEach(
          (key, value) -> {
            boolean ofTheStudy = key.matches("(matrix|tune|repeat|name|tracking)([.\\[].*)?");
            if (!ofTheStudy && !value.equals(above.get(key))) {
              chosen.put(key, value);
            }
          });
      return chosen;
    }
    leaves.forEach(
        (key, value) -> {
          boolean matters =
              key.startsWith("model.")
                  || key.matches(
                      "seed|training_weights(\\.rule)?|split\\.type|data\\.source\\.type|repeat\\.times"
                          + "|tune\\.(sampler\\.type|objective|trials)");
          if (matters && !value.equals("null")) {
            chosen.put(key, value);
          }
        });
    return chosen;
  }

  private static String text(Object value) {
    return value instanceof String s ? s : "";
  }
}
