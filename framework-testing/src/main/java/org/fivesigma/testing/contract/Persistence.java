package org.fivesigma.testing.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.fivesigma.spi.model.Persistent;

/** Carries the state of one thing over to another, as a checkpoint does. */
final class Persistence {
  private Persistence() {}

  /** {@code to} goes on where {@code from} stands. */
  static <P extends Persistent> P carry(P from, P to) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      from.save(out);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      to.load(in);
      if (in.read() >= 0) {
        throw new AssertionError("load leaves a rest of what save wrote");
      }
    }
    return to;
  }
}
