package org.fivesigma.core.evaluate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.fivesigma.spi.metric.Rescaling;
import org.fivesigma.spi.metric.Weighting;

/** The weights of a part that metrics count with, and those of its bootstrap replicas. */
final class PartWeights {
  private final ScoredPart part;
  private final double[] ones;
  private final Rescaling trainingByClass;

  PartWeights(ScoredPart part) {
    this.part = part;
    this.ones = new double[part.rows()];
    Arrays.fill(ones, 1);
    this.trainingByClass = byClass(part);
  }

  /** Training weights keep the sum of each class, as their rule gives it. */
  private static Rescaling byClass(ScoredPart part) {
    double[] totals = new double[Arrays.stream(part.labels()).max().orElse(0) + 1];
    for (int i = 0; i < part.rows(); i++) {
      totals[part.labels()[i]] += part.trainingWeights()[i];
    }
    return Rescaling.to(part.labels(), totals);
  }

  /** The part. */
  ScoredPart part() {
    return part;
  }

  /** The part's own weights of a kind: the same array each time. */
  double[] own(Weighting weighting) {
    return switch (weighting) {
      case PHYSICS -> part.weights();
      case TRAINING -> part.trainingWeights();
      case FALSE -> ones;
    };
  }

  /** The weights of a replica, made when asked for. */
  Replica replica(byte[] counts) {
    return new Replica(counts);
  }

  /** Weights of one replica; for one thread. */
  final class Replica {
    private final byte[] counts;
    private final Map<Weighting, double[]> made = new EnumMap<>(Weighting.class);

    private Replica(byte[] counts) {
      this.counts = counts;
    }

    /** Own weights times counts, rescaled: physics to the yields, training by class. */
    double[] of(Weighting weighting) {
      return made.computeIfAbsent(weighting, this::make);
    }

    private double[] make(Weighting weighting) {
      double[] own = own(weighting);
      double[] replica = new double[own.length];
      long events = 0;
      for (int i = 0; i < replica.length; i++) {
        replica[i] = own[i] * counts[i];
        events += counts[i];
      }
      switch (weighting) {
        case PHYSICS -> part.rescaling().rescale(replica);
        case TRAINING -> {
          trainingByClass.rescale(replica);
          grow(replica, events / (double) own.length); // their sum is a number of events
        }
        case FALSE -> {}
      }
      return replica;
    }

    private static void grow(double[] weights, double factor) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= factor;
      }
    }
  }
}
