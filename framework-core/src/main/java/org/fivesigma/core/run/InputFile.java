package org.fivesigma.core.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.yaml.YamlWriter;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;

/** A data file named on the command line, as a source chosen by its ending. */
final class InputFile {
  private InputFile() {}

  /**
   * The request that reads a file.
   *
   * @param tree of a ROOT file; none: the only one
   */
  static TableLoader.Request request(
      RunServices services,
      Path file,
      Optional<String> tree,
      List<Double> missing,
      Set<String> notMissing,
      Map<String, String> derive) {
    return new TableLoader.Request(
        List.of(source(services, file, tree)),
        missing,
        notMissing,
        Map.of(),
        derive,
        Optional.empty());
  }

  private static SourceSpec source(RunServices services, Path file, Optional<String> tree) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw UserError.of("missing-file", "there is no readable file " + file).at("--in");
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String type;
    if (name.endsWith(".parquet")) {
      type = "parquet";
    } else if (name.endsWith(".root")) {
      type = "root";
    } else if (name.matches(".*\\.(csv|tsv|txt)(\\.gz|\\.zst)?")) {
      type = "csv";
    } else {
      throw UserError.of("file-type", "the ending of " + file + " says no known format")
          .at("--in")
          .hint("expected .csv, .csv.gz, .csv.zst, .parquet or .root");
    }
    String source = "type: " + type + ", path: " + quoted(file.toAbsolutePath().toString());
    if (type.equals("csv")) {
      source += ", delimiter: \"" + delimiter(file) + "\"";
    }
    if (tree.isPresent()) {
      if (!type.equals("root")) {
        throw UserError.of("bad-option", "only a ROOT file has trees, not " + file).at("--tree");
      }
      source += ", tree: " + quoted(tree.get());
    }
    String text = "data: {source: {" + source + "}, label: x}\nmodel: xgboost\n";
    ExperimentFile loaded =
        services.experiments().loadText(text, file.toString(), services.workingFolder(), Map.of());
    return loaded
        .experiment()
        .map(e -> e.data().source().get(0))
        .orElseThrow(
            () -> UserError.of("file-type", loaded.problems().get(0).message()).at("--in"));
  }

  /** A text in YAML, in which no variable is to be replaced. */
  private static String quoted(String text) {
    return YamlWriter.quote(text.replace("${", "$${"));
  }

  /** What separates the names in the header: semicolon or tab where there is no comma. */
  private static String delimiter(Path file) {
    boolean packed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    try (InputStream bytes = Files.newInputStream(file);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    packed ? new GZIPInputStream(bytes) : bytes, StandardCharsets.ISO_8859_1))) {
      String header = String.valueOf(reader.readLine());
      if (header.contains(",")) {
        return ",";
      }
      return header.contains(";") ? ";" : header.contains("\t") ? "\\t" : ",";
    } catch (IOException e) {
      return ","; // the source says what is wrong with the file
    }
  }
}
