package org.fivesigma.core.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.fivesigma.spi.UserError;

/**
 * Finds columns that were taken as features only by default and tell the class: a name that says
 * so, or an AUC alone above {@value #LIMIT}.
 */
final class LeakCheck {
  static final double LIMIT = 0.995;

  private LeakCheck() {}

  static UserError byName(String column, String telling) {
    return UserError.of(
            "leaking-feature",
            "column '"
                + column
                + "' is a feature only by default, and its name contains '"
                + telling
                + "'")
        .at("data")
        .hint(remedy(column));
  }

  /**
   * Checks every feature against signal and background; missing values are left out.
   *
   * @return an error for each that tells the class
   */
  static List<UserError> check(
      List<String> names, float[][] values, int[] labels, int signalClass) {
    List<UserError> errors = new ArrayList<>();
    double[] auc =
        IntStream.range(0, names.size())
            .parallel()
            .mapToDouble(i -> auc(values[i], labels, signalClass))
            .toArray();
    for (int i = 0; i < auc.length; i++) {
      double alone = Math.max(auc[i], 1 - auc[i]);
      if (alone > LIMIT) {
        errors.add(
            UserError.of(
                    "leaking-feature",
                    String.format(
                        Locale.ROOT,
                        "column '%s' is a feature only by default, and alone it separates the classes with AUC %.4f",
                        names.get(i),
                        alone))
                .at("data")
                .hint(remedy(names.get(i))));
      }
    }
    return errors;
  }

  private static String remedy(String column) {
    return "name it in data.features if the model may see it, or take it out with data.features: [\"!"
        + column
        + "\"] or as a spectator";
  }

  private static double auc(float[] values, int[] labels, int signalClass) {
    int signals = 0;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isNaN(values[i])) {
        count++;
        signals += labels[i] == signalClass ? 1 : 0;
      }
    }
    if (signals == 0 || signals == count || count < values.length / 2) {
      return 0.5;
    }
    float[] signal = new float[signals];
    float[] background = new float[count - signals];
    int s = 0;
    int b = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isNaN(values[i])) {
        if (labels[i] == signalClass) {
          signal[s++] = values[i];
        } else {
          background[b++] = values[i];
        }
      }
    }
    Arrays.sort(signal);
    Arrays.sort(background);
    double wins = 0;
    int below = 0;
    int notAbove = 0;
    for (float v : signal) {
      while (below < background.length && background[below] < v) {
        below++;
      }
      while (notAbove < background.length && background[notAbove] <= v) {
        notAbove++;
      }
      wins += 0.5 * below + 0.5 * notAbove;
    }
    return wins / ((double) signal.length * background.length);
  }
}
