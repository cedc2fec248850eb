package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.folder.AtomicFiles;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.folder.RunFolder;

/**
 * {@code run.json}: by what a run is told from others, written when it begins, so that it can be
 * shown elsewhere later as it would have been at once.
 *
 * @param experiment the experiment's name
 * @param description the experiment's own words
 * @param parameters of a run inside another exactly what varies; else {@link MainSettings}
 * @param tags the file's own, and source, user, version, git, device
 */
record RunCard(
    String experiment,
    String description,
    Map<String, String> parameters,
    Map<String, String> tags) {
  private static final String FILE = "run.json";

  /** The card of a run that was begun before. */
  static Optional<RunCard> read(RunFolder folder) {
    Path file = folder.file(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Map<String, Object> content = Json.read(file);
      return Optional.of(
          new RunCard(
              String.valueOf(content.get("experiment")),
              content.get("description") instanceof String text ? text : "",
              texts(content.get("parameters")),
              texts(content.get("tags"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(RunFolder folder) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("experiment", experiment);
    content.put("description", description);
    content.put("parameters", parameters);
    content.put("tags", tags);
    AtomicFiles.write(folder.file(FILE), Json.text(content));
  }

  /** The same with parameters that became known later. */
  RunCard with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.putAll(more);
    return new RunCard(experiment, description, all, tags);
  }

  private static Map<String, String> texts(Object map) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> given) {
      given.forEach((k, v) -> texts.put(String.valueOf(k), String.valueOf(v)));
    }
    return texts;
  }
}
