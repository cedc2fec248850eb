package org.fivesigma.data.toy;

import java.util.List;
import java.util.SplittableRandom;
import org.fivesigma.spi.data.Momentum;

/** Makes events; keeps no state between blocks. */
interface ToyGenerator {
  /** Names of the features. */
  List<String> features();

  /** Names of the processes; the first is the signal. */
  List<String> processes();

  /** The four-momenta among the features. */
  List<Momentum> momenta();

  /** Whether the likelihood ratio is made too. */
  boolean likelihoodRatio();

  /** Fills a block, drawing from a stream that is the block's own. */
  void fill(ToyBlock block, SplittableRandom random);
}
