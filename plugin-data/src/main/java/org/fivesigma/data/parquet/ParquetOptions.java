package org.fivesigma.data.parquet;

import java.nio.file.Path;
import java.util.List;
import org.fivesigma.spi.option.Option;

/** Options of the parquet source. */
public record ParquetOptions(
    @Option(
            description =
                "The file or files; globs are read in lexicographic order, columns match by name.",
            example = "data/events_*.parquet",
            single = true)
        List<Path> path) {}
