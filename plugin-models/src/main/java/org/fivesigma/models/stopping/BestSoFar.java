package org.fivesigma.models.stopping;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.fivesigma.spi.model.Persistent;

/**
 * Follows a monitored value and says when it was best and when to stop. A value that is not a
 * number is never better. Not thread-safe.
 */
public final class BestSoFar implements Persistent {
  private final EarlyStopping options;
  private final boolean maximise;
  private double best = Double.NaN;
  private long bestStep = -1;
  private long waited;

  /** Nothing seen yet. */
  public BestSoFar(EarlyStopping options, boolean maximise) {
    this.options = options;
    this.maximise = maximise;
  }

  /**
   * Takes the value after a step.
   *
   * @param step 0-based epoch or boosting round
   * @return whether it is the best so far
   */
  public boolean offer(long step, double value) {
    if (step < options.fromEpoch()) {
      return false;
    }
    double gain = maximise ? value - best : best - value;
    if (!Double.isNaN(value) && (bestStep < 0 || gain > options.minDelta())) {
      best = value;
      bestStep = step;
      waited = 0;
      return true;
    }
    waited++;
    return false;
  }

  /** Whether patience is exhausted. */
  public boolean exhausted() {
    return options.patience().isPresent() && waited >= options.patience().get();
  }

  /** The step of the best value; −1 before there is one. */
  public long bestStep() {
    return bestStep;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(best);
    out.writeLong(bestStep);
    out.writeLong(waited);
  }

  @Override
  public void load(DataInput in) throws IOException {
    best = in.readDouble();
    bestStep = in.readLong();
    waited = in.readLong();
  }

  /** The best value; NaN before there is one. */
  public double best() {
    return best;
  }
}
