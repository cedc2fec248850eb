package org.fivesigma.preprocessing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.fivesigma.preprocessing.maths.Separation;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Keeps the columns that tell the classes apart best, each looked at alone, and takes the rest
 * away. Of equals the first is kept.
 */
public final class SelectBest implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "select_best";

  private final Options options;

  /** How a column is judged. */
  public enum Score {
    /** Distance of the area under the ROC curve from one half, signal against the rest. */
    AUC,
    /** F statistic of the analysis of variance over all classes. */
    F,
    /** Largest distance between the distribution functions of signal and the rest. */
    KS
  }

  /** The keys of the block. */
  public record Options(
      @Option(description = "How many columns to keep.", value = "10", min = 1) int k,
      @Option(
              description =
                  "auc: distance of the area under the ROC curve from 0.5; ks: largest distance of"
                      + " the distribution functions (both signal against the rest); f: analysis of"
                      + " variance over all classes.",
              value = "auc")
          Score score,
      @Option(description = "Whether events count by their training weights.", value = "false")
          boolean weighted) {}

  /** A step to be fitted. */
  public SelectBest(Options options) {
    this.options = options;
  }

  @Override
  public FittedTransformer fit(FitData data) {
    List<String> names = data.columns().names();
    int[] labels = data.labels();
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    if (classes < 2) {
      throw UserError.of("one-class", "select_best needs events of two classes");
    }
    int signal = data.signalClass().orElse(classes - 1);
    boolean[] isSignal = new boolean[labels.length];
    double[] weights = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      isSignal[i] = labels[i] == signal;
      weights[i] = options.weighted() ? data.weights()[i] : 1;
    }
    double[] scores = new double[names.size()];
    Parallel.run(
        data.threads(),
        scores.length,
        c -> {
          double[] values = new FitColumn(data, c).all();
          scores[c] =
              switch (options.score()) {
                case AUC -> Separation.areaFromHalf(values, isSignal, weights);
                case KS -> Separation.kolmogorovSmirnov(values, isSignal, weights);
                case F -> Separation.anova(values, labels, weights, classes);
              };
        });
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -scores[c]))
            .mapToInt(c -> c)
            .toArray();
    boolean[] keep = new boolean[scores.length];
    for (int i = 0; i < Math.min(options.k(), order.length); i++) {
      keep[order[i]] = true;
      data.notes()
          .accept(
              String.format(
                  Locale.ROOT, "keeps '%s' (%.4g)", names.get(order[i]), scores[order[i]]));
    }
    return new Dropped(
        ID, IntStream.range(0, keep.length).filter(c -> !keep[c]).mapToObj(names::get).toList());
  }
}
