package org.fivesigma.data.cache;

import java.nio.file.Path;
import org.fivesigma.data.Loading;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;

/** A process of its own that reads a csv file through a cache: prints rows and a sum. */
final class FillCache {
  private FillCache() {}

  public static void main(String[] args) {
    Loaded loaded =
        new Loading(Path.of(args[0]))
            .from(Loading.csv(Path.of(args[1])))
            .want(As.DOUBLE, "x")
            .load();
    double sum = 0;
    for (double v : ((Column.Doubles) loaded.table().column("x")).values()) {
      sum += v;
    }
    System.out.println(loaded.table().rows() + " rows, sum " + sum);
  }
}
