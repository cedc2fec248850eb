package org.fivesigma.core.spec.describe;

import java.util.List;
import java.util.Optional;

/**
 * One key of a block as a person reads it: what {@code describe} and the reference pages show.
 *
 * @param key the key, as it is written in the file
 * @param type what its value is, such as {@code integer} or {@code list of text}
 * @param required whether it has to be given
 * @param defaultValue YAML text of the default; empty where it is required, or absent by default
 * @param limits the range or the choices; empty where all values of the type are allowed
 * @param unit the unit; empty where there is none
 * @param meaning one or two sentences
 * @param example YAML text; empty where there is none
 * @param nested the keys of a block
 */
public record OptionDescription(
    String key,
    String type,
    boolean required,
    Optional<String> defaultValue,
    String limits,
    String unit,
    String meaning,
    String example,
    List<OptionDescription> nested) {
  public OptionDescription {
    nested = List.copyOf(nested);
  }
}
