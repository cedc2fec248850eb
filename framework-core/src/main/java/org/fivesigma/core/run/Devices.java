package org.fivesigma.core.run;

import java.util.List;

/** The devices an experiment names, resolved. */
final class Devices {
  private Devices() {}

  /**
   * {@code auto} is the CPU until an engine says that it has more; {@code cuda} is the first GPU.
   */
  static List<String> resolve(List<String> named) {
    return named.stream()
        .map(d -> d.equals("auto") ? "cpu" : d.equals("cuda") ? "cuda:0" : d)
        .toList();
  }
}
