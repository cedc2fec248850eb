package org.fivesigma.models.xgboost;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import ml.dmlc.xgboost4j.java.DMatrix;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.engine.Engine;

/** What XGBoost sees. */
final class XgboostEngine implements Engine {
  private static final String GPU =
      "no GPU is used: XGBoost's library for Java on Maven Central is built for the CPU only";

  @Override
  public Sight look() {
    try {
      org.fivesigma.models.xgboost.Engine.call(
          () -> {
            new DMatrix(new float[] {1}, 1, 1, Float.NaN).dispose();
            return null;
          });
      Device cpu =
          new Device("cpu", Runtime.getRuntime().availableProcessors() + " hardware threads");
      return new Sight(version(), List.of(cpu), List.of(GPU));
    } catch (UserError e) {
      String hint = e.hint().map(h -> "; " + h).orElse("");
      return new Sight("", List.of(), List.of(e.getMessage() + hint));
    }
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = DMatrix.class.getResourceAsStream("/xgboost4j-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return "unknown";
    }
    return properties.getProperty("version", "unknown");
  }
}
