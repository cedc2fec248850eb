package org.fivesigma.data.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fivesigma.spi.data.Split;

/** Draws parts at random by fractions, each class and process by itself or all events together. */
public final class FractionSplit implements Split {
  private final Map<String, Double> fractions;
  private final boolean stratified;

  /** A split by the options' fractions. */
  public FractionSplit(FractionOptions options, boolean stratified) {
    this.fractions = options.fractions();
    this.stratified = stratified;
  }

  @Override
  public List<String> partNames() {
    return PartRules.ordered(fractions.keySet());
  }

  @Override
  public List<Fold> split(Events events) {
    List<String> named = new ArrayList<>(PartRules.ordered(fractions.keySet()));
    named.removeIf(name -> !fractions.containsKey(name));
    double[] shares = named.stream().mapToDouble(fractions::get).toArray();
    int[] all = IntStream.range(0, events.rows()).toArray();
    int[][] drawn = new Draw(events, stratified).divide(all, shares, events.seeds().child("split"));
    Parts parts = new Parts(partNames(), events.rows());
    for (int p = 0; p < shares.length; p++) {
      parts.assign(drawn[p], named.get(p));
    }
    if (!fractions.containsKey(Parts.TRAIN)) {
      parts.assign(drawn[shares.length], Parts.TRAIN);
    }
    return List.of(parts.fold());
  }
}
