package org.fivesigma.spi.explore;

import java.nio.file.Path;
import java.util.List;

/**
 * An exploration as its report tells it.
 *
 * @param folder the run folder; {@code lock.json} and {@code resolved.yaml} stand in it
 * @param name of the experiment
 * @param signal the class that features are to separate from the others
 * @param found what was found
 * @param warnings said while the data were read
 */
public record ExploredData(
    Path folder, String name, String signal, Exploration found, List<String> warnings) {}
