package org.fivesigma.spi.data;

import java.util.Map;
import java.util.Optional;

/** Where events come from (kind {@code source}). */
public interface Source {
  /**
   * Finds the data without reading it all. Called again for every run, so what is expensive (a
   * conversion, a parse) is cached under {@link SourceContext#cache}.
   *
   * @throws org.fivesigma.spi.UserError for a missing path, an empty or broken file, pointing at
   *     the option at fault
   */
  SourceData open(SourceContext context);

  /**
   * The columns where they are known without opening the data, so that a check of the file does not
   * generate or convert anything; empty where only opening tells.
   */
  default Optional<Map<String, ColumnType>> columns() {
    return Optional.empty();
  }

  /**
   * Defaults for the keys of {@code data} when this is the only source (the toy generator knows its
   * own label, weight, features and momenta), as a YAML text of the file's top-level keys; empty
   * where there are none.
   */
  default String defaults() {
    return "";
  }
}
