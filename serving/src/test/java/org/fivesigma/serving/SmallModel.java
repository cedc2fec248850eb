package org.fivesigma.serving;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.model.PredictionInput;

/**
 * The probability 1/(1+exp(−(x − 2y))) of an event of two features; refuses missing values of y.
 */
final class SmallModel implements Model {
  private volatile long delayMillis;

  static Bundle bundle() {
    return bundle(new SmallModel(), 0);
  }

  static Bundle bundle(SmallModel model, int folds) {
    BundleManifest manifest =
        new BundleManifest(
            "small",
            List.of("background", "signal"),
            1,
            List.of(
                new BundleManifest.Feature("x", -10, 10, 0),
                new BundleManifest.Feature("y", -10, 10, 0)),
            List.of("event"),
            List.of(),
            List.of(-999.0),
            Map.of(),
            Optional.of(0.75),
            Optional.of("ams"),
            folds,
            1,
            Map.of());
    return Bundle.of(manifest, List.of(model));
  }

  /** Makes every prediction take so long. */
  void delay(long millis) {
    delayMillis = millis;
  }

  static double score(float x, float y) {
    return 1 / (1 + Math.exp(-((double) x - 2.0 * y)));
  }

  @Override
  public List<String> inputs() {
    return List.of("x", "y");
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public double[] predict(PredictionInput input) {
    if (delayMillis > 0) {
      try {
        Thread.sleep(delayMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    int rows = input.rows();
    float[] x = new float[rows];
    float[] y = new float[rows];
    input.raw().read(0, 0, rows, x, 0);
    input.raw().read(1, 0, rows, y, 0);
    double[] scores = new double[rows];
    for (int i = 0; i < rows; i++) {
      if (Float.isNaN(y[i])) {
        throw UserError.of("not-finite", "feature 'y' is missing");
      }
      scores[i] = score(Float.isNaN(x[i]) ? 0 : x[i], y[i]);
    }
    return scores;
  }

  @Override
  public String id() {
    return "small";
  }

  @Override
  public void save(ModelWriter writer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    // nothing native
  }
}
