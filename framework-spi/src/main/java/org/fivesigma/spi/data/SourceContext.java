package org.fivesigma.spi.data;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.fivesigma.spi.Seeds;

/**
 * What a source may use.
 *
 * @param folder where relative paths start (options of type Path are absolute already)
 * @param cache a folder for parsed copies, shared by runs; may not exist yet
 * @param threads how many threads to use at most
 * @param seeds for generators
 * @param log one line for the user
 */
public record SourceContext(
    Path folder, Path cache, int threads, Seeds seeds, Consumer<String> log) {}
