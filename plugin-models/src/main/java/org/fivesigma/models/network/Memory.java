package org.fivesigma.models.network;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.fivesigma.spi.UserError;

/** Estimates what a training takes before anything is allocated. */
final class Memory {
  private static final double USABLE = 0.8;

  private Memory() {}

  /**
   * Refuses a network that cannot fit.
   *
   * @throws UserError saying what it takes and what there is
   */
  static void require(Architecture architecture, int batchSize, int rows) {
    long parameters = architecture.parameters();
    long batch = Math.min(batchSize, rows) + 1L;
    int shards = Shards.count(architecture, Math.min(batchSize, rows), 1);
    // native: parameters, three of the optimiser, a gradient a shard; values of a batch and their
    // gradients
    double nativeBytes =
        4.0 * ((4.0 + shards) * parameters + 1.5 * batch * architecture.activations());
    // Java: parameters, best epoch, an optimiser that computes there
    double heapBytes = 4.0 * 5 * parameters;
    long heap = Runtime.getRuntime().maxMemory();
    long machine =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
            ? os.getTotalMemorySize()
            : Long.MAX_VALUE;
    boolean tooMany = parameters > Integer.MAX_VALUE / 8;
    boolean tooMuch = heapBytes > USABLE * heap || nativeBytes > USABLE * machine;
    if (tooMany || tooMuch) {
      throw UserError.of(
              "too-large",
              String.format(
                  "a network of %d inputs and hidden layers %s has %,d parameters and takes about"
                      + " %.1f GB of Java and %.1f GB of native memory in training; there are"
                      + " %.1f GB and %.1f GB",
                  architecture.inputs(),
                  architecture.hidden(),
                  parameters,
                  heapBytes / 1e9,
                  nativeBytes / 1e9,
                  heap / 1e9,
                  machine / 1e9))
          .at("hidden")
          .hint("networks for tabular physics data have layers of 30 to 1000 units");
    }
  }
}
