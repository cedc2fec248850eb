package org.fivesigma.data.csv;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fivesigma.data.duckdb.Sql;

/**
 * How a csv file is laid out.
 *
 * @param header whether the first line is not data
 */
record CsvFormat(String delimiter, boolean header) {

  /** The table expression of a file with the types given, in the order of the fields. */
  String relation(Path file, Map<String, String> types) {
    String columns =
        types.entrySet().stream()
            .map(e -> Sql.text(e.getKey()) + ": " + Sql.text(e.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    return "read_csv("
        + Sql.text(file.toString())
        + ", auto_detect=false, header="
        + header
        + ", delim="
        + Sql.text(delimiter)
        + ", quote='\"', escape='\"', max_line_size=16777216, columns="
        + columns
        + ")";
  }

  /** The lines of a file, whole. */
  static String lines(Path file) {
    return "read_csv("
        + Sql.text(file.toString())
        + ", auto_detect=false, header=false, delim='\\x01', quote='', escape='',"
        + " max_line_size=16777216, columns={'line': 'VARCHAR'})";
  }

  /** The fields of a line. */
  List<String> fields(String line) {
    List<String> fields = new java.util.ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    char separator = delimiter.charAt(0);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        if (c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          field.append('"');
          i++;
        } else if (c == '"') {
          quoted = false;
        } else {
          field.append(c);
        }
      } else if (c == '"' && field.toString().isBlank()) {
        field.setLength(0);
        quoted = true;
      } else if (c == separator) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString().strip());
    return fields;
  }
}
