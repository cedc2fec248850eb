package org.fivesigma.spi.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Something whose state goes into a training checkpoint, so that a resumed training is exact. */
public interface Persistent {
  /** Writes the whole state; nothing where there is none. */
  default void save(DataOutput out) throws IOException {}

  /** Reads what {@link #save} wrote; afterwards it goes on bit for bit as the saved one would. */
  default void load(DataInput in) throws IOException {}
}
