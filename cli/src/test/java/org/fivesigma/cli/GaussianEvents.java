package org.fivesigma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A small CSV file of weighted events: two normal distributions, some values missing. */
final class GaussianEvents {
  private GaussianEvents() {}

  /** Writes {@code event,x,y,z,w,label,part} (part: 0 to 9). */
  static void write(Path file, int events) throws IOException {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("event,x,y,z,w,label,part\n");
    for (int i = 0; i < events; i++) {
      boolean signal = i % 2 == 0;
      double shift = signal ? 1 : 0;
      text.append(1000 + i).append(',');
      text.append(number(random.nextGaussian() + shift)).append(',');
      text.append(number(random.nextGaussian() - shift)).append(',');
      text.append(i % 17 == 0 ? "-999" : number(random.nextGaussian())).append(',');
      text.append(number(signal ? 0.5 + random.nextDouble() : 3 + random.nextDouble())).append(',');
      text.append(signal ? 's' : 'b').append(',').append(i / 2 % 10).append('\n');
    }
    Files.writeString(file, text);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /** An experiment on that file; more lines may follow. */
  static String experiment(String model) {
    return """
        name: small
        seed: 3
        threads: 2
        data:
          source: {type: csv, path: events.csv}
          missing: [-999]
          label: {column: label, signal: s}
          weight: w
          id: event
          features: [x, y, z]
          yields: {signal: 100, background: 1000}
        split: {type: modulo, of: event, modulus: 5, valid: [0], test: [1]}
        evaluate: {metrics: [auc, ams], bootstrap: 20, plots: none}
        """
        + "model: "
        + model
        + "\n";
  }
}
