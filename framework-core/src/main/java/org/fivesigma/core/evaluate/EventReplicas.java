package org.fivesigma.core.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.metric.PoissonReplicas;

/** How often each event of a part occurs in a bootstrap replica. */
interface EventReplicas {
  /** The counts of replica {@code r}; every element is set. */
  void counts(long r, byte[] counts);

  /** Each event Poisson(1) times. */
  static EventReplicas poisson(Seeds seeds, String purpose) {
    return new PoissonReplicas(seeds, purpose)::counts;
  }

  /** As many events of each class and process as the part has, drawn with replacement from them. */
  static EventReplicas stratified(ScoredPart part, Seeds seeds, String purpose) {
    Map<Long, List<Integer>> strata = new LinkedHashMap<>();
    for (int i = 0; i < part.rows(); i++) {
      long stratum = ((long) part.labels()[i] << Integer.SIZE) | part.process()[i];
      strata.computeIfAbsent(stratum, k -> new ArrayList<>()).add(i);
    }
    List<int[]> members =
        strata.values().stream()
            .map(s -> s.stream().mapToInt(Integer::intValue).toArray())
            .toList();
    return (r, counts) -> {
      java.util.Arrays.fill(counts, (byte) 0);
      SplittableRandom random = seeds.stream(purpose + "-stratified", r);
      for (int[] stratum : members) {
        for (int i = 0; i < stratum.length; i++) {
          int event = stratum[random.nextInt(stratum.length)];
          if (counts[event] < Byte.MAX_VALUE) {
            counts[event]++;
          }
        }
      }
    };
  }
}
