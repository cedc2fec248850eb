package org.fivesigma.core.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.fivesigma.spi.metric.Sum;

/**
 * What is expected of a process in a part.
 *
 * @param process its name
 * @param total sum of physics weights
 * @param accepted sum of the weights above the cut; 0 without a cut
 * @param events number of events
 */
public record Yield(String process, double total, double accepted, int events) {
  /** The processes of a part that have events there. */
  static List<Yield> of(ScoredPart part, IntPredicate accepted, List<String> processes) {
    List<Yield> yields = new ArrayList<>();
    for (int k = 0; k < processes.size(); k++) {
      Sum all = new Sum();
      Sum above = new Sum();
      int n = 0;
      for (int i = 0; i < part.rows(); i++) {
        if (part.process()[i] == k) {
          n++;
          all.add(part.weights()[i]);
          above.add(accepted.test(i) ? part.weights()[i] : 0);
        }
      }
      if (n > 0) {
        yields.add(new Yield(processes.get(k), all.value(), above.value(), n));
      }
    }
    return yields;
  }
}
