package org.fivesigma.spi.option;

import java.util.List;
import org.fivesigma.spi.model.Trainer;

/**
 * A model block: the trainer with its options, the preprocessing that stands before it, and, as an
 * item of an ensemble, its number of members. The keys {@code preprocess} and {@code members} are
 * read for every model; a trainer's own record does not declare them (the ensemble declares its own
 * {@code members}).
 *
 * @param preprocess resolved: the block's own, else the file's, else what the trainer's record
 *     declares by {@link DefaultPreprocess}
 * @param members copies of this model in an ensemble; 1 elsewhere
 */
public record ModelSpec(
    @Option(description = "The model.", inline = true) Configured<Trainer> trainer,
    @Option(
            description =
                "Steps before this model. Default: the file's preprocess, else what the model declares.",
            value = "[]")
        List<StepSpec> preprocess,
    @Option(description = "Copies of this model in an ensemble's list.", value = "1", min = 1)
        int members) {
  public ModelSpec {
    preprocess = List.copyOf(preprocess);
  }
}
