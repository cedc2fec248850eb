package org.fivesigma.models.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.fivesigma.models.network.optimizer.CheckpointArrays;
import org.fivesigma.spi.model.Persistent;

/** Follows the watched metric: which epoch was best, its parameters, and whether to stop. */
final class BestEpoch implements Persistent {
  private final Optional<Integer> patience;
  private final double minDelta;
  private final int fromEpoch;
  private final boolean maximise;
  private double best = Double.NaN;
  private int epoch;
  private int waited;
  private float[] parameters;
  private float[] statistics;

  BestEpoch(EarlyStopping options, boolean maximise) {
    this.patience = options.patience();
    this.minDelta = options.minDelta();
    this.fromEpoch = options.fromEpoch();
    this.maximise = maximise;
  }

  /** Looks at the metric after an epoch (from 1); an undefined value is no improvement. */
  void ended(int done, double value, float[] w, float[] stats) {
    boolean better =
        !Double.isNaN(value)
            && (Double.isNaN(best)
                || (maximise ? value - minDelta > best : value + minDelta < best));
    if (better) {
      best = value;
      epoch = done;
      waited = 0;
      parameters = w.clone();
      statistics = stats.clone();
    } else {
      waited++;
    }
  }

  /** Whether the patience is over. */
  boolean stops(int done) {
    return patience.isPresent() && done >= fromEpoch && waited >= Math.max(1, patience.get());
  }

  /** The best epoch, from 1; 0 when the metric never had a value. */
  int epoch() {
    return epoch;
  }

  /** The best value; NaN when there was none. */
  double value() {
    return best;
  }

  /** Parameters of the best epoch. */
  float[] parameters() {
    return parameters;
  }

  /** Running statistics of the best epoch. */
  float[] statistics() {
    return statistics;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(best);
    out.writeInt(epoch);
    out.writeInt(waited);
    CheckpointArrays.write(out, parameters);
    CheckpointArrays.write(out, statistics);
  }

  @Override
  public void load(DataInput in) throws IOException {
    best = in.readDouble();
    epoch = in.readInt();
    waited = in.readInt();
    parameters = CheckpointArrays.readFloats(in);
    statistics = CheckpointArrays.readFloats(in);
  }
}
