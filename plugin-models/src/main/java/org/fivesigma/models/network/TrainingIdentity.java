package org.fivesigma.models.network;

import java.util.List;
import org.fivesigma.spi.option.Configured;

/** A number for what a training is, by which its checkpoints are known. */
final class TrainingIdentity {
  private TrainingIdentity() {}

  /** Differs between trainings that may not continue each other's checkpoints. */
  static long of(MlpOptions options, Architecture architecture, int rows) {
    long h = rows;
    for (String part : List.of(describe(options), architecture.toString())) {
      for (int i = 0; i < part.length(); i++) {
        h = 31 * h + part.charAt(i);
      }
    }
    return h;
  }

  private static String describe(MlpOptions o) {
    return String.join(
        "|",
        o.hidden().toString(),
        text(o.activation()),
        o.embedding().toString(),
        text(o.loss()),
        text(o.optimizer()),
        text(o.schedule()),
        String.valueOf(o.dropout()),
        o.dropoutType(),
        String.valueOf(o.l1()),
        String.valueOf(o.l2()),
        String.valueOf(o.batchSize()),
        String.valueOf(o.epochs()),
        o.gradientClip().toString(),
        o.averaging().map(TrainingIdentity::text).orElse(""),
        o.pretrain().toString(),
        o.precision().toString(),
        o.symmetries().toString(),
        o.augment().toString());
  }

  private static String text(Configured<?> c) {
    return c.id() + c.options();
  }
}
