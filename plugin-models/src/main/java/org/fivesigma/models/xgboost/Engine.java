package org.fivesigma.models.xgboost;

import ml.dmlc.xgboost4j.java.XGBoostError;
import org.fivesigma.spi.UserError;

/** What the native library is, and its errors in the user's words. */
final class Engine {
  private Engine() {}

  /** A call into the library. */
  interface Call<T> {
    T run() throws XGBoostError;
  }

  /**
   * Runs a call; what the library refuses becomes a user's error, a library that does not load too.
   */
  static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (XGBoostError e) {
      throw UserError.of("xgboost", "XGBoost says: " + firstLine(e.getMessage())).because(e);
    } catch (LinkageError e) {
      throw UserError.of(
              "missing-library", "XGBoost's native library does not load here: " + e.getMessage())
          .hint("on Linux it needs libgomp (package libgomp1)")
          .because(e);
    }
  }

  /** A GPU was asked for. */
  static UserError cpuOnly(String device) {
    return UserError.of(
            "no-gpu",
            "XGBoost cannot train on '"
                + device
                + "': its library for Java on Maven Central is built for the CPU only and would train there without a word")
        .at("device")
        .hint("device: cpu, here or in the xgboost block");
  }

  /** The sentence of a native error, without time, source place and stack. */
  static String firstLine(String message) {
    String text = message == null ? "unknown error" : message;
    int stack = text.indexOf("Stack trace:");
    if (stack >= 0) {
      text = text.substring(0, stack);
    }
    return text.replaceFirst("^\\[[0-9:]+\\]\\s*\\S+:\\d+:\\s*", "")
        .strip()
        .replaceAll("\\s+", " ");
  }
}
