package org.fivesigma.core.run;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.spi.UserError;

/** Times as users write them: {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}. */
final class Durations {
  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(s|m|min|h|d)");

  private Durations() {}

  static Duration parse(String text, String key) {
    Matcher m = TIME.matcher(text.strip());
    if (!m.matches()) {
      throw UserError.of("bad-duration", "'" + text + "' is no time; expected such as 90s, 30m, 2h")
          .at(key);
    }
    double unit =
        switch (m.group(2)) {
          case "s" -> 1;
          case "h" -> 3600;
          case "d" -> 86400;
          default -> 60;
        };
    return Duration.ofMillis(Math.round(Double.parseDouble(m.group(1)) * unit * 1000));
  }
}
