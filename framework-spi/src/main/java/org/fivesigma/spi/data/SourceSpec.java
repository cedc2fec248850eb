package org.fivesigma.spi.data;

import java.util.Optional;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;

/**
 * One item of {@code data.source}: the source and the keys that every source may carry.
 *
 * @param source the plugin with its options
 * @param rows the first N raw rows of this source
 * @param className {@code class}: the class of all its events
 * @param process the process of all its events
 * @param weight a column's name or a number; absent: {@code data.weight}
 * @param select a SQL condition of this source's own
 * @param crossSection in pb
 * @param generated the sum of weights that the cross-section stands for
 */
public record SourceSpec(
    @Option(description = "The source.", inline = true) Configured<Source> source,
    @Option(description = "Only the first N raw rows.", min = 1) Optional<Long> rows,
    @Option(description = "The class of all its events.", key = "class") Optional<String> className,
    @Option(description = "The process of all its events.") Optional<String> process,
    @Option(description = "Weight column, or one number for all its events.")
        Optional<Object> weight,
    @Option(description = "SQL condition for this source's events.") Optional<String> select,
    @Option(description = "Cross-section; needs data.luminosity.", unit = "pb", min = 0)
        Optional<Double> crossSection,
    @Option(
            description =
                "Sum of generated weights. Default: the sum over all rows of this source.")
        Optional<Double> generated) {}
