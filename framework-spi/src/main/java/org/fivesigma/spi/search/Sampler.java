package org.fivesigma.spi.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.plugin.Kind;

/**
 * Suggests settings (kind {@code sampler}): ask/tell without a memory of its own, so that a study
 * can be resumed from its journal alone. What a sampler computes from the study (a fitted
 * surrogate) it may keep as a cache.
 *
 * <p>Contract: the same study and number give the same suggestion; every suggestion lies in the
 * space, has a value for each active parameter and none for others; running trials are taken into
 * account so that parallel asks differ; in a space whose settings are all tried, {@link #ask} may
 * repeat one.
 */
public interface Sampler {
  /** The kind of samplers. */
  Kind<Sampler> KIND =
      new Kind<>("sampler", Sampler.class, "Suggests the settings a study tries next.");

  /** Values by path for the trial of that number. Safe to call from several threads. */
  Map<String, Object> ask(Study study, int number);

  /** How many settings there are at all (a grid's cells); empty when there is no bound. */
  default Optional<Long> size(List<Parameter> space) {
    return Optional.empty();
  }

  /**
   * What the user should know before the study starts: the choice made by {@code auto}, a grid's
   * count.
   */
  default List<String> notes(Study study) {
    return List.of();
  }
}
