package org.fivesigma.data.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.fivesigma.data.parquet.Compact;

/** Bytes that grow at their end, numbers with the lowest byte first. Not thread-safe. */
final class Bytes {
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 10).order(ByteOrder.LITTLE_ENDIAN);

  /** Number of bytes. */
  int size() {
    return buffer.position();
  }

  /** Forgets everything. */
  Bytes clear() {
    buffer.clear();
    return this;
  }

  private void ensure(int more) {
    if (buffer.remaining() < more) {
      int least = Math.addExact(buffer.position(), more);
      ByteBuffer larger =
          ByteBuffer.allocate(Math.max(least, (int) Math.min(1L << 30, 2L * buffer.capacity())));
      buffer = larger.order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    }
  }

  Bytes put(int value) {
    ensure(1);
    buffer.put((byte) value);
    return this;
  }

  Bytes put(byte[] values) {
    ensure(values.length);
    buffer.put(values);
    return this;
  }

  Bytes putInt(int value) {
    ensure(Integer.BYTES);
    buffer.putInt(value);
    return this;
  }

  Bytes putLong(long value) {
    ensure(Long.BYTES);
    buffer.putLong(value);
    return this;
  }

  /** Seven bits a byte, the lowest first. */
  Bytes putVarint(long unsigned) {
    return put(Compact.varintOf(unsigned));
  }

  /** A signed number: small ones of both signs take few bytes. */
  Bytes putZigzag(long value) {
    return putVarint((value << 1) ^ (value >> 63));
  }

  /** Bits of each number one after another, the lowest first; filled up to a whole byte. */
  Bytes putPacked(long[] values, int from, int to, int bits) {
    ensure((int) (((long) (to - from) * bits + 7) / 8));
    long waiting = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      long value = values[i];
      int left = bits;
      while (left > 0) {
        int taken = Math.min(left, 8 - held);
        waiting |= (value & ((1L << taken) - 1)) << held;
        value >>>= taken;
        left -= taken;
        held += taken;
        if (held == 8) {
          buffer.put((byte) waiting);
          waiting = 0;
          held = 0;
        }
      }
    }
    if (held > 0) {
      buffer.put((byte) waiting);
    }
    return this;
  }

  /** Appends all of another. */
  Bytes put(Bytes other) {
    ensure(other.size());
    buffer.put(other.buffer.array(), 0, other.size());
    return this;
  }

  /** Writes all to a stream. */
  void to(OutputStream out) throws IOException {
    out.write(buffer.array(), 0, size());
  }
}
