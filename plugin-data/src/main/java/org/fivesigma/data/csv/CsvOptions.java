package org.fivesigma.data.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/** Options of the csv source. */
public record CsvOptions(
    @Option(
            description =
                "The file or files; globs are read in lexicographic order. Files ending in .gz or"
                    + " .zst are decompressed.",
            example = "data/higgsml/*.csv.gz",
            single = true)
        List<Path> path,
    @Option(description = "The character between two fields.", value = "\",\"", example = "\"\\t\"")
        String delimiter,
    @Option(description = "Whether the first line holds the names of the columns.", value = "true")
        boolean header,
    @Option(
            description =
                "Names of the columns, in order; required when header is false, otherwise they"
                    + " replace the header's.",
            value = "[]",
            example = "[label, lepton_pt, lepton_eta]")
        List<String> columns)
    implements SelfChecking {

  @Override
  public List<UserError> check() {
    List<UserError> errors = new ArrayList<>();
    if (path.isEmpty()) {
      errors.add(UserError.of("bad-value", "path names no file").at("path"));
    }
    if (delimiter.length() != 1 || delimiter.equals("\"") || delimiter.equals("\n")) {
      errors.add(
          UserError.of("bad-value", "the delimiter is one character, not '" + delimiter + "'")
              .at("delimiter"));
    }
    if (!header && columns.isEmpty()) {
      errors.add(
          UserError.of("missing-key", "without a header the columns need names")
              .at("header")
              .hint("add columns: [...] with one name per field"));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!seen.add(columns.get(i))) {
        errors.add(
            UserError.of("duplicate-column", "the column '" + columns.get(i) + "' is named twice")
                .at("columns[" + i + "]"));
      }
    }
    return errors;
  }
}
