package org.fivesigma.data.root;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.python.ManagedPython;

/**
 * Converts trees to Parquet with uproot, in one process of a Python environment of its own that is
 * started when it is first needed. The script answers each request line by line, in JSON.
 */
final class UprootConverter implements AutoCloseable {
  /** Changes when the result of converting changes. */
  static final String VERSION = "root-1";

  /** Name of the managed environment. */
  static final String ENVIRONMENT = "root";

  /** What is installed in it. */
  static final List<String> REQUIREMENTS =
      List.of(
          "uproot==5.7.7",
          "awkward==2.14.0",
          "awkward-cpp==57",
          "numpy==2.4.6",
          "pyarrow==26.0.1",
          "cramjam==2.14.0",
          "xxhash==4.1.0",
          "fsspec==2026.9.0",
          "packaging==26.3");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCRIPT = "root_to_parquet.py";

  private final Consumer<String> log;
  private Optional<Running> running = Optional.empty();

  /** What a started process needs. */
  private record Running(
      Process process, Path script, Path errors, BufferedReader answers, Writer requests) {}

  UprootConverter(Consumer<String> log) {
    this.log = log;
  }

  /**
   * Writes a tree as Parquet.
   *
   * @param tree its name; empty: the only tree
   * @param branches globs and elements; empty: all with a fixed number of values per event
   * @throws UserError for whatever the file cannot give, at the option that asked for it
   */
  void convert(Path file, String tree, List<String> branches, Path parquet, Consumer<String> notes)
      throws IOException {
    ObjectNode request = JSON.createObjectNode();
    request.put("file", file.toString());
    request.put("tree", tree);
    ArrayNode list = request.putArray("branches");
    branches.forEach(list::add);
    request.put("parquet", parquet.toString());
    if (running.isEmpty()) {
      running = Optional.of(start());
    }
    Running python = running.get();
    python.requests().write(JSON.writeValueAsString(request));
    python.requests().write('\n');
    python.requests().flush();
    for (String line = python.answers().readLine();
        line != null;
        line = python.answers().readLine()) {
      JsonNode said = JSON.readTree(line);
      if (said.has("done")) {
        return;
      }
      if (said.has("error")) {
        throw refusal(said);
      }
      notes.accept(said.path("note").asText());
    }
    String[] lines = Files.readString(python.errors()).strip().split("\n", -1);
    throw UserError.of(
            "unreadable-file", "'" + file + "' cannot be converted: " + lines[lines.length - 1])
        .at("path")
        .because(new IOException(String.join("\n", lines)));
  }

  private Running start() throws IOException {
    Path python = ManagedPython.ensure(ENVIRONMENT, REQUIREMENTS, log);
    Path script = Files.createTempFile("fivesigma", ".py");
    Path errors = Files.createTempFile("fivesigma", ".log");
    try (InputStream in = UprootConverter.class.getResourceAsStream(SCRIPT);
        OutputStream out = Files.newOutputStream(script)) {
      in.transferTo(out);
    }
    Process process =
        new ProcessBuilder(python.toString(), "-I", script.toString())
            .redirectError(errors.toFile())
            .start();
    return new Running(
        process,
        script,
        errors,
        process.inputReader(StandardCharsets.UTF_8),
        process.outputWriter(StandardCharsets.UTF_8));
  }

  private static UserError refusal(JsonNode said) {
    UserError error =
        UserError.of(said.get("error").asText(), said.get("message").asText())
            .at(said.path("key").asText("path"));
    return said.has("hint") ? error.hint(said.get("hint").asText()) : error;
  }

  /** Ends the process. */
  @Override
  public void close() throws IOException {
    if (running.isPresent()) {
      running.get().process().destroy();
      Files.deleteIfExists(running.get().script());
      Files.deleteIfExists(running.get().errors());
      running = Optional.empty();
    }
  }
}
