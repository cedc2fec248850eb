package org.fivesigma.core.spec.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.text.SourceText;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 into nodes, strictly and within bounds: {@value #MAX_BYTES} bytes, UTF-8, one
 * document, no tags, no duplicate keys, aliases that stay small when written out.
 */
public final class YamlReader {
  /** Largest file, in bytes. */
  public static final int MAX_BYTES = 2 << 20;

  private final Variables variables;
  private final Problems problems;

  /** A reader that replaces variables and collects problems. */
  public YamlReader(Variables variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  /** The tree of a file; empty when there is a problem that leaves no tree. */
  public Optional<Node> read(Path file, String name, Path folder) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      return none(name, "missing-file", "there is no file '" + name + "'");
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : e.getMessage();
      return none(name, "unreadable-file", "cannot read '" + name + "': " + reason);
    }
    if (bytes.length > MAX_BYTES) {
      return none(
          name,
          "file-too-large",
          "an experiment file has at most " + (MAX_BYTES >> 20) + " MiB; is this a data file?");
    }
    Optional<String> text = decode(bytes, name);
    return text.flatMap(t -> parse(new SourceText(SourceText.Kind.FILE, name, t, folder), t));
  }

  private <T> Optional<T> none(String name, String code, String message) {
    problems.add(Problem.of(name, code, message, Optional.empty()));
    return Optional.empty();
  }

  private Optional<String> decode(byte[] bytes, String name) {
    if (bytes.length >= 2
        && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
            || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe))) {
      return none(name, "not-utf8", "the file is UTF-16; save it as UTF-8");
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    String text = out.toString();
    if (result.isError()) {
      int[] place = end(text);
      problems.add(
          new Problem(
              "not-utf8",
              String.format(
                  "byte 0x%02x is not UTF-8, which an experiment file must be",
                  bytes[in.position()] & 0xff),
              name,
              place[0],
              place[1],
              1,
              Optional.of("save the file as UTF-8"),
              text.substring(text.lastIndexOf('\n') + 1)));
      return Optional.empty();
    }
    return Optional.of(text.startsWith("\ufeff") ? text.substring(1) : text);
  }

  private static int[] end(String text) {
    int line = 1;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        from = i + 1;
      }
    }
    return new int[] {line, text.codePointCount(from, text.length()) + 1};
  }

  /** The tree of a text; empty when there is a problem that leaves no tree. */
  public Optional<Node> parse(SourceText source, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source.name())
            .setCodePointLimit(MAX_BYTES)
            .setParseComments(false)
            .build();
    TreeBuilder builder = new TreeBuilder(source, variables, problems);
    try {
      return builder.build(new Parse(settings).parseString(text).iterator());
    } catch (TreeBuilder.Stop e) {
      return Optional.empty();
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext();
      boolean begins =
          context.contains("tag") || context.contains("alias") || context.contains("quoted");
      Optional<Mark> mark =
          begins
              ? e.getContextMark().or(e::getProblemMark)
              : e.getProblemMark().or(e::getContextMark);
      Place place = mark.map(m -> place(source, m)).orElse(start(source));
      syntax(source, place, e.getProblem() == null ? e.getMessage() : e.getProblem(), context);
    } catch (ReaderException e) {
      int[] place = end(text.substring(0, Math.min(e.getPosition(), text.length())));
      problems.add(
          new Place(source, place[0], place[1], 1),
          "bad-character",
          String.format("the character U+%04X may not stand in a YAML file", e.getCodePoint()));
    } catch (YamlEngineException e) {
      syntax(source, start(source), e.getMessage(), "");
    }
    return Optional.empty();
  }

  private static Place start(SourceText source) {
    return new Place(source, 1, 1, 1);
  }

  static Place place(SourceText source, Mark mark) {
    return new Place(source, mark.getLine() + 1, mark.getColumn() + 1, 1);
  }

  private void syntax(SourceText source, Place place, String problem, String context) {
    String said = problem == null ? "" : problem;
    String line = source.line(place.line());
    Optional<String> hint = Optional.empty();
    String message = "this is not YAML: " + said.replace('\n', ' ');
    if (said.contains("TAB")) {
      message = "a tab may not indent a YAML file";
      hint = Optional.of("indent with spaces");
    } else if (said.contains("mapping values are not allowed")) {
      message = "a colon and space cannot stand here";
      hint = Optional.of("check the indentation, or put the text in quotes");
    } else if (said.contains("alias") || context.contains("alias")) {
      message = "'*' begins an alias in YAML";
      hint = Optional.of("put globs that begin with '*' in quotes");
    } else if (context.contains("tag") || said.contains("tag")) {
      message = "'!' begins a tag in YAML";
      hint = Optional.of("put texts that begin with '!' in quotes");
    } else if (context.contains("quoted") && said.contains("end of stream")) {
      message = "the quotes that begin here are not closed";
    } else if (said.contains("expected ',' or ']'") || said.contains("expected ',' or '}'")) {
      message = "this list or block is not closed: expected a comma or the closing bracket here";
      hint = line.contains("${") ? Optional.of("put ${VAR} in quotes here") : Optional.empty();
    } else if (!context.isBlank()) {
      message += " (" + context.replace('\n', ' ') + ")";
    }
    problems.add(place, "yaml-syntax", message, hint);
  }
}
