package org.fivesigma.spi.track;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a run when it begins.
 *
 * @param folder the run folder, absolute; {@code resolved.yaml} and {@code status.json} are there
 *     already
 * @param experiment the experiment's name, under which runs are grouped
 * @param name the run's own: the folder's name for a run, {@code trial-017}, {@code
 *     features=low,model=deep} or {@code repeat-2} for a child
 * @param parent the folder of the run that this one is inside of
 * @param started when; for a resumed run when it first started
 * @param description Markdown, may be empty
 * @param parameters the settings that matter, by dotted path ({@code model.eta}); of a child
 *     exactly those that vary among its siblings
 * @param tags the experiment's own and what the framework knows, such as {@code git.commit}
 */
public record RunStart(
    Path folder,
    String experiment,
    String name,
    Optional<Path> parent,
    Instant started,
    String description,
    Map<String, String> parameters,
    Map<String, String> tags) {
  public RunStart {
    parameters = Map.copyOf(parameters);
    tags = Map.copyOf(tags);
  }
}
