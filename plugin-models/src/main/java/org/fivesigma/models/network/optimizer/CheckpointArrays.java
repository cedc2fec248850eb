package org.fivesigma.models.network.optimizer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Arrays in checkpoints: a length and the values' bits; length −1 stands for an array not made. */
public final class CheckpointArrays {
  private CheckpointArrays() {}

  /** Writes an array that may be null. */
  public static void write(DataOutput out, float[] values) throws IOException {
    out.writeInt(values == null ? -1 : values.length);
    if (values != null) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
      bytes.asFloatBuffer().put(values);
      out.write(bytes.array());
    }
  }

  /** Writes an array that may be null. */
  public static void write(DataOutput out, double[] values) throws IOException {
    out.writeInt(values == null ? -1 : values.length);
    if (values != null) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
      bytes.asDoubleBuffer().put(values);
      out.write(bytes.array());
    }
  }

  /** Reads what was written; null for an array not made. */
  public static float[] readFloats(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[Math.multiplyExact(length, Float.BYTES)];
    in.readFully(bytes);
    float[] values = new float[length];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }

  /** Reads what was written; null for an array not made. */
  public static double[] readDoubles(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[Math.multiplyExact(length, Double.BYTES)];
    in.readFully(bytes);
    double[] values = new double[length];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
    return values;
  }
}
