package org.fivesigma.data.query;

import java.nio.file.Path;
import java.util.Optional;
import org.fivesigma.spi.option.Option;

/** Options of the sql source. */
public record SqlOptions(
    @Option(
            description =
                "A query whose result is the table. Files may be named in it, such as 'a.parquet' or"
                    + " read_csv('b.csv'), relative to the experiment file. ORDER BY fixes the order"
                    + " of the rows.",
            example = "select * from 'events.parquet' where n_jets > 1")
        String query,
    @Option(
            description = "A DuckDB or SQLite database file whose tables the query names.",
            example = "events.duckdb")
        Optional<Path> database) {}
