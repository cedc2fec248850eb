package org.fivesigma.data.csv;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.spi.UserError;

/** Says what is wrong with a csv file, with the line. */
final class CsvErrors {
  private static final Pattern LINE = Pattern.compile("CSV Error on Line: (\\d+)");
  private static final Pattern FIELDS =
      Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
  private static final Pattern CONVERSION =
      Pattern.compile("Error when converting column \"(.*?)\"\\. Could not convert");
  private static final String INVALID_STATE = "state machine reached an invalid state";
  private static final int SHOWN = 120;

  private CsvErrors() {}

  /** The column that is not of the type guessed, if that is what the error says. */
  static Optional<String> notAsGuessed(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int own = message.indexOf(CsvTypes.NOT_AS_GUESSED);
    if (own >= 0) {
      String rest = message.substring(own + CsvTypes.NOT_AS_GUESSED.length());
      int end = rest.indexOf('\n');
      return Optional.of(end < 0 ? rest : rest.substring(0, end));
    }
    Matcher conversion = CONVERSION.matcher(message);
    return conversion.find() ? Optional.of(conversion.group(1)) : Optional.empty();
  }

  /** The line an error names. */
  static Optional<String> line(SQLException e) {
    Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }

  /** The user's error of a broken row. */
  static UserError broken(Path file, SQLException e) {
    String message = String.valueOf(e.getMessage());
    String place = "'" + file + "'" + line(e).map(l -> ", line " + l).orElse("");
    Matcher fields = FIELDS.matcher(message);
    String original = original(message);
    if (fields.find()) {
      return UserError.of(
              "broken-row",
              place
                  + ": expected "
                  + fields.group(1)
                  + " fields, found "
                  + fields.group(2)
                  + original)
          .at("path")
          .because(e);
    }
    if (message.contains("unterminated quote") || message.contains(INVALID_STATE)) {
      Optional<String> mixed = LineEnds.mixed(file);
      if (mixed.isPresent()) {
        return UserError.of("broken-row", "'" + file + "'" + mixed.get())
            .at("path")
            .hint("give all lines the same end, for instance by dos2unix")
            .because(e);
      }
    }
    if (message.contains("unterminated quote")) {
      return UserError.of(
              "broken-row",
              place + ": a quote is opened and not closed, or line ends are mixed" + original)
          .at("path")
          .because(e);
    }
    if (message.contains("not utf-8")) {
      return UserError.of("not-utf8", place + ": the text is not in UTF-8" + original)
          .at("path")
          .because(e);
    }
    return UserError.of("unreadable-file", place + ": " + DuckDb.message(e)).at("path").because(e);
  }

  private static String original(String message) {
    int at = message.indexOf("Original Line: ");
    if (at < 0) {
      return "";
    }
    String rest = message.substring(at + "Original Line: ".length());
    int end = rest.indexOf('\n');
    String line = end < 0 ? rest : rest.substring(0, end);
    return ": " + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line);
  }
}
