package org.fivesigma.data.toy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fivesigma.spi.Seeds;

/** {@code FILE EVENTS THREADS}: a process that writes toy events and tells its peak memory. */
final class WriteToy {
  private WriteToy() {}

  public static void main(String[] args) throws Exception {
    ToyOptions options =
        new ToyOptions(
            Long.parseLong(args[1]),
            ToyOptions.GeneratorName.HTAUTAU,
            0.1,
            1,
            false,
            ToyOptions.Covariance.EQUAL,
            0.5);
    new ToyEvents(options, new Seeds(42), Integer.parseInt(args[2])).writeParquet(Path.of(args[0]));
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        System.out.println(line.replaceAll("[^0-9]", ""));
      }
    }
  }
}
