package org.fivesigma.data.root;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fivesigma.data.cache.ParsedFiles;
import org.fivesigma.data.files.DataFiles;
import org.fivesigma.data.parquet.ParquetSource;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Source;
import org.fivesigma.spi.data.SourceContext;
import org.fivesigma.spi.data.SourceData;

/** Trees of ROOT files. Each file is converted once to a Parquet copy in the cache. */
public final class RootSource implements Source {
  private final RootOptions options;

  /** A source of the trees that the options name. */
  public RootSource(RootOptions options) {
    this.options = options;
  }

  @Override
  public SourceData open(SourceContext context) {
    List<Path> files = DataFiles.expand(options.path());
    ParsedFiles cache = new ParsedFiles(context.cache());
    List<Path> copies = new ArrayList<>();
    List<String> trees = options.tree().isEmpty() ? List.of("") : options.tree();
    try (UprootConverter converter = new UprootConverter(context.log())) {
      for (Path file : files) {
        for (String tree : trees) {
          copies.add(
              cache.copy(
                  file,
                  "root\n" + tree + "\n" + options.branches(),
                  UprootConverter.VERSION,
                  context.log(),
                  (copy, notes) -> converter.convert(file, tree, options.branches(), copy, notes)));
        }
      }
    } catch (IOException e) {
      throw UserError.of(
              "cache-unwritable",
              "converted copies of the ROOT files cannot be written under '"
                  + context.cache()
                  + "': "
                  + e.getMessage())
          .because(e);
    }
    return new SourceData.Relation(ParquetSource.relation(copies), files);
  }
}
