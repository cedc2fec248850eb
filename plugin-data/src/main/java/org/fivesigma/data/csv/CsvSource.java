package org.fivesigma.data.csv;

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

/**
 * Text files of separated fields. Every file is parsed once to a Parquet copy in the cache; numbers
 * are the doubles nearest to their decimals.
 */
public final class CsvSource implements Source {
  private final CsvOptions options;

  /** A source of the files that the options name. */
  public CsvSource(CsvOptions options) {
    this.options = options;
  }

  @Override
  public SourceData open(SourceContext context) {
    List<Path> files = DataFiles.expand(options.path());
    ParsedFiles cache = new ParsedFiles(context.cache());
    CsvParser parser =
        new CsvParser(
            new CsvFormat(options.delimiter(), options.header()),
            options.columns(),
            context.threads());
    String key = options.delimiter() + "\n" + options.header() + "\n" + options.columns();
    List<Path> copies = new ArrayList<>();
    for (Path file : files) {
      try {
        copies.add(
            cache.copy(
                file,
                key,
                CsvParser.VERSION,
                context.log(),
                (copy, notes) -> parser.parse(file, copy, notes)));
      } catch (IOException e) {
        throw UserError.of(
                "cache-unwritable",
                "the parsed copy of '"
                    + file
                    + "' cannot be written under '"
                    + context.cache()
                    + "': "
                    + e.getMessage())
            .because(e);
      }
    }
    return new SourceData.Relation(ParquetSource.relation(copies), files, copies);
  }
}
