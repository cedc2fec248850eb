package org.fivesigma.models.network.optimizer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.fivesigma.spi.model.Optimizer;

/** The state of an optimiser that computes in double: some vectors and some numbers. */
abstract class DoubleState implements Optimizer.Updater {
  /** One value per parameter each. */
  final double[][] vectors;

  /** Counters and products. */
  final double[] numbers;

  /** A state of zeros. */
  DoubleState(int vectors, int numbers, int parameters) {
    this.vectors = new double[vectors][parameters];
    this.numbers = new double[numbers];
  }

  @Override
  public void save(DataOutput out) throws IOException {
    CheckpointArrays.write(out, numbers);
    for (double[] vector : vectors) {
      CheckpointArrays.write(out, vector);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    copy(CheckpointArrays.readDoubles(in), numbers);
    for (double[] vector : vectors) {
      copy(CheckpointArrays.readDoubles(in), vector);
    }
  }

  private static void copy(double[] from, double[] to) throws IOException {
    if (from == null || from.length != to.length) {
      throw new IOException("a checkpoint of another optimiser");
    }
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
