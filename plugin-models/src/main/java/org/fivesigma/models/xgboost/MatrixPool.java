package org.fivesigma.models.xgboost;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.data.FeatureMatrix;

/**
 * Native matrices that trainings on the same events hand on to each other: trials of a study,
 * repeats, members. While it trains the library keeps quantised features inside a matrix, so a
 * matrix has one borrower at a time (two trainings at once have one each), and only a training
 * whose features would be quantised the same way gets it. So what is trained does not depend on who
 * had it before.
 *
 * <p>Nothing is kept longer than the features it was made of, nor more than {@link #MOST_BYTES}.
 */
final class MatrixPool {
  /** Native memory of matrices that nobody uses; larger ones are freed at once. */
  static final long MOST_BYTES = 256L << 20;

  static final MatrixPool SHARED = new MatrixPool();

  private static final Cleaner CLEANER = Cleaner.create();

  private final Deque<Idle> idle = new ArrayDeque<>();
  private long bytes;
  private long made;

  /**
   * What decides whether a matrix may be handed on.
   *
   * @param features compared by identity, as labels and weights are
   * @param types of features by name
   * @param quantisation every parameter that changes what the library keeps inside
   */
  record Key(
      WeakReference<FeatureMatrix> features,
      WeakReference<int[]> labels,
      WeakReference<double[]> weights,
      Map<String, String> types,
      String quantisation) {
    static Key of(
        FeatureMatrix features,
        int[] labels,
        double[] weights,
        Map<String, String> types,
        String quantisation) {
      return new Key(
          new WeakReference<>(features),
          new WeakReference<>(labels),
          new WeakReference<>(weights),
          Map.copyOf(types),
          quantisation);
    }

    boolean gone() {
      return features.refersTo(null) || labels.refersTo(null) || weights.refersTo(null);
    }

    boolean sameAs(Key other) {
      return !gone()
          && features.refersTo(other.features.get())
          && labels.refersTo(other.labels.get())
          && weights.refersTo(other.weights.get())
          && types.equals(other.types)
          && quantisation.equals(other.quantisation);
    }
  }

  private record Idle(Key key, TrainingMatrix.Copy copy) {}

  /** A matrix that nobody uses, if there is one; it is the caller's until {@link #release}. */
  synchronized Optional<TrainingMatrix.Copy> borrow(FeatureMatrix features, Key key) {
    purge();
    for (Iterator<Idle> all = idle.descendingIterator(); all.hasNext(); ) {
      Idle one = all.next();
      if (one.key.sameAs(key)) {
        all.remove();
        bytes -= one.copy.bytes();
        return Optional.of(one.copy);
      }
    }
    made++;
    CLEANER.register(features, this::purge);
    return Optional.empty();
  }

  /** Takes a matrix back, or a new one in. */
  synchronized void release(Key key, TrainingMatrix.Copy copy) {
    if (key.gone() || copy.bytes() > MOST_BYTES) {
      copy.matrix().dispose();
      return;
    }
    idle.addLast(new Idle(key, copy));
    bytes += copy.bytes();
    while (bytes > MOST_BYTES) {
      Idle oldest = idle.removeFirst();
      bytes -= oldest.copy.bytes();
      oldest.copy.matrix().dispose();
    }
  }

  /** Frees what belongs to features that nobody has any more. */
  private synchronized void purge() {
    idle.removeIf(
        one -> {
          boolean gone = one.key.gone();
          if (gone) {
            bytes -= one.copy.bytes();
            one.copy.matrix().dispose();
          }
          return gone;
        });
  }

  /** Frees everything that nobody uses. */
  synchronized void clear() {
    idle.forEach(one -> one.copy.matrix().dispose());
    idle.clear();
    bytes = 0;
  }

  /** How many matrices were not there and had to be made. */
  synchronized long made() {
    return made;
  }
}
