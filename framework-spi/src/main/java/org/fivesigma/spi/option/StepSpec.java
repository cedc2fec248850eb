package org.fivesigma.spi.option;

import java.util.List;
import org.fivesigma.spi.transform.Transformer;

/**
 * A preprocessing step as it stands in a list: the plugin and the columns it applies to.
 *
 * @param transformer the plugin with its own options
 * @param columns globs, {@code !} excludes; empty: all columns
 */
public record StepSpec(
    @Option(description = "The step.", inline = true) Configured<Transformer> transformer,
    @Option(
            description = "Columns it applies to: globs, ! excludes. Default: all.",
            value = "[]",
            single = true,
            example = "[\"*_pt\"]")
        List<String> columns) {
  public StepSpec {
    columns = List.copyOf(columns);
  }
}
