package org.fivesigma.data.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.data.SourceSpec;

/**
 * A source as the database sees it.
 *
 * @param spec what the file says of it
 * @param key its place in the file, {@code data.source} or {@code data.source[1]}
 * @param relation a SQL table expression
 * @param types its columns with the database's types
 * @param files the files behind it
 * @param whole Parquet files that hold its rows, if it is no more than these
 * @param digest identifies the content where it is not the files
 */
record OpenedSource(
    SourceSpec spec,
    String key,
    String relation,
    Map<String, String> types,
    List<Path> files,
    List<Path> whole,
    Optional<String> digest) {}
