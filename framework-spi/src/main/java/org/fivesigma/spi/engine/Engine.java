package org.fivesigma.spi.engine;

import java.util.List;
import org.fivesigma.spi.plugin.Kind;

/** A library that models compute with (kind {@code engine}), asked what it sees. */
public interface Engine {
  /** The kind of engines. */
  Kind<Engine> KIND =
      new Kind<>(
          "engine", Engine.class, "A library that models compute with, and its devices.", false);

  /**
   * Looks at the machine; may load the native library. Never throws: what does not work is said in
   * {@link Sight#notes}.
   */
  Sight look();

  /**
   * What an engine sees.
   *
   * @param version of the library; empty where it does not load
   * @param devices that it can compute on, as an experiment file names them, best first; empty
   *     where it does not load
   * @param notes sentences for the user: what is missing and how to get it
   */
  record Sight(String version, List<Device> devices, List<String> notes) {
    public Sight {
      devices = List.copyOf(devices);
      notes = List.copyOf(notes);
    }
  }

  /**
   * A device.
   *
   * @param name as an experiment file has it: {@code cpu}, {@code cuda:0}
   * @param description what it is, such as the number of threads
   */
  record Device(String name, String description) {}
}
