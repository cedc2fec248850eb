package org.fivesigma.metrics.decision;

import org.fivesigma.spi.metric.Scored;

/** Which class each event is given. */
final class Decisions {
  private Decisions() {}

  /** Score ≥ 0.5 when binary, else the largest score. */
  static byte[] byScore(Scored scored) {
    byte[] given = new byte[scored.rows()];
    for (int i = 0; i < given.length; i++) {
      given[i] = (byte) scored.predicted(i);
    }
    return given;
  }

  /** Signal when a cut accepts the event, else the likeliest of the other classes. */
  static byte[] atCut(Scored scored, double cut) {
    byte[] given = new byte[scored.rows()];
    for (int i = 0; i < given.length; i++) {
      given[i] = (byte) (scored.accepts(i, cut) ? scored.signalClass() : likeliestOther(scored, i));
    }
    return given;
  }

  private static int likeliestOther(Scored scored, int event) {
    if (scored.binary()) {
      return 1 - scored.signalClass();
    }
    int k = scored.classes().size();
    int best = scored.signalClass() == 0 ? 1 : 0;
    for (int c = best + 1; c < k; c++) {
      if (c != scored.signalClass()
          && scored.scores()[event * k + c] > scored.scores()[event * k + best]) {
        best = c;
      }
    }
    return best;
  }
}
