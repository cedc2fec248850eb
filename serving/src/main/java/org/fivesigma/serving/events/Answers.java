package org.fivesigma.serving.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.core.bundle.Decisions;

/** Scores as an answer carries them. Scores are doubles that round-trip exactly. */
public final class Answers {
  /** Forms of an answer. */
  public enum Form {
    /** An object with a list of predictions. */
    JSON("application/json"),
    /** A header, then one line an event: id, scores, class, accepted. */
    CSV("text/csv; charset=utf-8"),
    /** One digit a line: 1 for the signal class, 0 for others. */
    PLAIN("text/plain; charset=utf-8");

    private final String type;

    Form(String type) {
      this.type = type;
    }

    /** The media type. */
    public String type() {
      return type;
    }
  }

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

  private final BundleManifest manifest;

  /** Answers of a bundle. */
  public Answers(BundleManifest manifest) {
    this.manifest = manifest;
  }

  /** The body of an answer. */
  public byte[] write(Form form, Events events, double[] scores, Decisions decisions) {
    return switch (form) {
      case JSON -> json(events, scores, decisions);
      case CSV -> csv(events, scores, decisions);
      case PLAIN -> plain(events.rows(), decisions);
    };
  }

  private byte[] plain(int rows, Decisions decisions) {
    byte[] text = new byte[2 * rows];
    for (int i = 0; i < rows; i++) {
      text[2 * i] = (byte) (decisions.classes()[i] == manifest.signal() ? '1' : '0');
      text[2 * i + 1] = '\n';
    }
    return text;
  }

  private byte[] csv(Events events, double[] scores, Decisions decisions) {
    int outputs = manifest.outputs();
    StringBuilder text = new StringBuilder(64 * (events.rows() + 1));
    text.append("id,");
    manifest.scoreNames().forEach(name -> text.append(quoted(name)).append(','));
    text.append("class,accepted\n");
    List<String> classes = manifest.classes().stream().map(Answers::quoted).toList();
    for (int i = 0; i < events.rows(); i++) {
      text.append(quoted(events.id(i))).append(',');
      for (int k = 0; k < outputs; k++) {
        text.append(scores[i * outputs + k]).append(',');
      }
      text.append(classes.get(decisions.classes()[i])).append(',');
      int accepted = decisions.accepted()[i];
      text.append(accepted < 0 ? "" : accepted == 1 ? "true" : "false").append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (",\"\n\r".indexOf(text.charAt(i)) >= 0) {
        return '"' + text.replace("\"", "\"\"") + '"';
      }
    }
    return text;
  }

  private byte[] json(Events events, double[] scores, Decisions decisions) {
    int outputs = manifest.outputs();
    List<String> names = manifest.scoreNames();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(96 * (events.rows() + 1));
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeArrayFieldStart("predictions");
      for (int i = 0; i < events.rows(); i++) {
        out.writeStartObject();
        String id = events.id(i);
        if (INTEGER.matcher(id).matches()) {
          out.writeNumberField("id", Long.parseLong(id));
        } else {
          out.writeStringField("id", id);
        }
        for (int k = 0; k < outputs; k++) {
          out.writeNumberField(names.get(k), scores[i * outputs + k]);
        }
        out.writeStringField("class", manifest.classes().get(decisions.classes()[i]));
        if (decisions.accepted()[i] < 0) {
          out.writeNullField("accepted");
        } else {
          out.writeBooleanField("accepted", decisions.accepted()[i] == 1);
        }
        out.writeEndObject();
      }
      out.writeEndArray();
      if (!events.ignored().isEmpty()) {
        out.writeArrayFieldStart("ignored_columns");
        for (String name : events.ignored()) {
          out.writeString(name);
        }
        out.writeEndArray();
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
