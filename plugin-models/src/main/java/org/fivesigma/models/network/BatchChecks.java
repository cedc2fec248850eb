package org.fivesigma.models.network;

import org.fivesigma.models.network.activation.Activation;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.TrainingContext;

/** What a training's events and settings must be together. */
final class BatchChecks {
  private BatchChecks() {}

  /** Batch normalisation of one event has no variance. */
  static void refuseOneEvent(MlpOptions options, Events train, Architecture architecture) {
    if (architecture.batchNorm() && (train.rows() == 1 || options.batchSize() == 1)) {
      throw UserError.of(
              "bad-value",
              "batch normalisation needs at least two events a batch; batch_size is "
                  + options.batchSize()
                  + " and there are "
                  + train.rows()
                  + " events")
          .at("batch_norm")
          .hint("a larger batch_size, or batch_norm: false");
    }
  }

  /** Settings that work but not as one would think. */
  static void warn(MlpOptions options, Events train, TrainingContext context) {
    if (options.batchSize() > train.rows()) {
      context.warn(
          String.format(
              "batch_size %,d is larger than the training part: each step takes all %,d events",
              options.batchSize(), train.rows()));
    }
    boolean selu = options.activation().create().function() == Activation.Function.SELU;
    if (selu && options.dropout() > 0 && options.dropoutType().equals("plain")) {
      context.warn(
          "plain dropout destroys the self-normalisation of selu; dropout_type: alpha keeps it");
    }
  }
}
