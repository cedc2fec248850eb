package org.fivesigma.models.network;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 90s}, {@code 30m}, {@code 1.5h}. */
final class TimeBudget {
  private static final Pattern TEXT = Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([smhd])\\s*");

  private TimeBudget() {}

  /**
   * The time a text means.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time; expected a number with s, m, h or d, such as 30m");
    }
    double seconds =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3600;
          default -> 86400;
        };
    return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * seconds * 1000));
  }
}
