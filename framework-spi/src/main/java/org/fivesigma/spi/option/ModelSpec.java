package org.fivesigma.spi.option;

import java.util.List;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.transform.Transformer;

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
    Configured<Trainer> trainer, List<Configured<Transformer>> preprocess, int members) {
  public ModelSpec {
    preprocess = List.copyOf(preprocess);
  }
}
