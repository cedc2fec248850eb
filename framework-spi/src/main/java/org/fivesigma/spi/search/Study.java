package org.fivesigma.spi.search;

import java.util.List;
import org.fivesigma.spi.Seeds;

/**
 * A study as a sampler or pruner sees it.
 *
 * @param space parameters in the order of the file; a condition names parameters before it
 * @param maximise whether more is better
 * @param total how many trials are planned
 * @param trials all so far, by number; running ones too
 * @param seeds streams: a draw for trial n uses {@code stream(purpose, n)}
 */
public record Study(
    List<Parameter> space, boolean maximise, int total, List<Trial> trials, Seeds seeds) {}
