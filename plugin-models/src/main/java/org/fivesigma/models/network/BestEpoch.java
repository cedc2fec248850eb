package org.fivesigma.models.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.fivesigma.models.network.optimizer.CheckpointArrays;
import org.fivesigma.models.stopping.BestSoFar;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.model.Persistent;

/** The best epoch by the watched metric, with its parameters. */
final class BestEpoch implements Persistent {
  private final BestSoFar best;
  private float[] parameters;
  private float[] statistics;

  BestEpoch(EarlyStopping options, boolean maximise) {
    this.best = new BestSoFar(options, maximise);
  }

  /** Looks at the metric after an epoch, counted from 1. */
  void ended(int epoch, double value, float[] w, float[] stats) {
    if (best.offer(epoch - 1L, value)) {
      parameters = w.clone();
      statistics = stats.clone();
    }
  }

  /** Whether the patience is over. */
  boolean stops() {
    return best.exhausted();
  }

  /** The best epoch, from 1; 0 when the metric never had a value. */
  int epoch() {
    return (int) best.bestStep() + 1;
  }

  /** Its parameters and running statistics. */
  MlpModel.Weights weights() {
    return new MlpModel.Weights(parameters, statistics);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    best.save(out);
    CheckpointArrays.write(out, parameters);
    CheckpointArrays.write(out, statistics);
  }

  @Override
  public void load(DataInput in) throws IOException {
    best.load(in);
    parameters = CheckpointArrays.readFloats(in);
    statistics = CheckpointArrays.readFloats(in);
  }
}
