package org.fivesigma.data.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.explore.Exploration;
import org.fivesigma.spi.explore.Exploration.ClassBalance;
import org.fivesigma.spi.explore.Exploration.Duplicates;
import org.fivesigma.spi.explore.Exploration.Feature;
import org.fivesigma.spi.explore.Explorer;

/**
 * Looks at every feature by one sort of its values. Beside the data it needs about 25 bytes an
 * event and thread.
 */
public final class DataExplorer implements Explorer {
  @Override
  public Exploration explore(Data data) {
    int width = data.features().names().size();
    Feature[] features = new Feature[width];
    FeatureExplorer explorer = new FeatureExplorer(data, trainAndTest(data));
    Parallel.run(data.threads(), width, f -> features[f] = explorer.explore(f));
    List<ClassBalance> classes = balance(data);
    Duplicates duplicates = Repeats.of(data);
    List<Feature> list = Arrays.asList(features);
    return new Exploration(
        data.features().rows(),
        classes,
        list,
        CorrelationMaps.of(data),
        duplicates,
        Remarks.of(data, classes, list, duplicates));
  }

  private static byte[] trainAndTest(Data data) {
    int[] train = data.parts().get("train");
    int[] test = data.parts().get("test");
    if (train == null || test == null || train.length == 0 || test.length == 0) {
      return new byte[0];
    }
    byte[] part = new byte[data.features().rows()];
    for (int row : train) {
      part[row] = 1;
    }
    for (int row : test) {
      part[row] = 2;
    }
    return part;
  }

  private static List<ClassBalance> balance(Data data) {
    int classes = data.classes().size();
    long[] events = new long[classes];
    long[] negative = new long[classes];
    double[] sum = new double[classes];
    double[] squares = new double[classes];
    for (int i = 0; i < data.labels().length; i++) {
      int c = data.labels()[i];
      double w = data.weights()[i];
      events[c]++;
      negative[c] += w < 0 ? 1 : 0;
      sum[c] += w;
      squares[c] += w * w;
    }
    List<ClassBalance> balance = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      balance.add(
          new ClassBalance(
              data.classes().get(c),
              events[c],
              sum[c],
              squares[c],
              negative[c],
              squares[c] > 0 ? sum[c] * sum[c] / squares[c] : 0));
    }
    return balance;
  }
}
