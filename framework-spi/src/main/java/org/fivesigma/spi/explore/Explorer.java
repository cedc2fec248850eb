package org.fivesigma.spi.explore;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.plugin.Kind;

/** Looks at data before any model (kind {@code explorer}; one is installed). */
public interface Explorer {
  /** The kind of explorers. */
  Kind<Explorer> KIND =
      new Kind<>("explorer", Explorer.class, "Looks at data before any model.", false);

  /** What is found in the data; the same data give the same result on any number of threads. */
  Exploration explore(Data data);

  /**
   * The selected events.
   *
   * @param features the feature columns; missing is NaN
   * @param classes names of the classes
   * @param signalClass index of the class that features are to separate from the others
   * @param labels class index of each event
   * @param weights physics weight of each event
   * @param parts rows of each part, such as {@code train} and {@code test}; may be empty
   * @param id columns that identify an event; may be empty
   * @param threads how many threads to use at most
   * @param log one line for the user
   */
  record Data(
      Columns features,
      List<String> classes,
      int signalClass,
      int[] labels,
      double[] weights,
      Map<String, int[]> parts,
      List<Column> id,
      int threads,
      Consumer<String> log) {}
}
