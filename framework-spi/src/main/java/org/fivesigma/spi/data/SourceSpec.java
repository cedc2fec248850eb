package org.fivesigma.spi.data;

import java.util.Optional;
import java.util.OptionalLong;
import org.fivesigma.spi.option.Configured;

/**
 * One item of {@code data.source}: the source and the keys that every source may carry.
 *
 * @param source the plugin with its options
 * @param rows the first N raw rows of this source
 * @param className {@code class}: the class of all its events
 * @param process the process of all its events
 * @param weightColumn {@code weight} where it is a column
 * @param weightValue {@code weight} where it is a number
 * @param select a SQL condition of this source's own
 * @param crossSection in pb
 * @param generated the sum of weights that the cross-section stands for
 */
public record SourceSpec(
    Configured<Source> source,
    OptionalLong rows,
    Optional<String> className,
    Optional<String> process,
    Optional<String> weightColumn,
    Optional<Double> weightValue,
    Optional<String> select,
    Optional<Double> crossSection,
    Optional<Double> generated) {}
