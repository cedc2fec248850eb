package org.fivesigma.metrics.significance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.CutScan;
import org.fivesigma.spi.metric.Metric;

/**
 * {@code plateau}: the middle between the lowest and the highest candidate whose value is within
 * one bootstrap standard deviation of the best; the deviation is that of the value at the best cut.
 */
public final class PlateauCut implements CutRule {
  @Override
  public Metric.CutChoice choose(CutScan scan, Metric.CutContext context) {
    Metric.CutChoice argmax = new ArgmaxCut().choose(scan, context);
    if (argmax.cut().isEmpty()) {
      return argmax;
    }
    double best = argmax.cut().get();
    double sigma = scan.error(best, context);
    double enough = scan.value(best) - (Double.isNaN(sigma) ? 0 : sigma);
    double low = best;
    double high = best;
    for (int i = 0; i < scan.cuts().length; i++) {
      if (scan.values()[i] >= enough) {
        low = Math.min(low, scan.cuts()[i]);
        high = Math.max(high, scan.cuts()[i]);
      }
    }
    Map<String, Double> extra = new LinkedHashMap<>();
    extra.put("overall", scan.value(best));
    extra.put("plateau_low", low);
    extra.put("plateau_high", high);
    return new Metric.CutChoice(Optional.of(low + (high - low) / 2), Optional.empty(), extra);
  }
}
