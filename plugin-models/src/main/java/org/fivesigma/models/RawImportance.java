package org.fivesigma.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Pipeline;

/**
 * Carries the importance of what a model sees back to the raw features: a column made of one input
 * gives its importance to that input; one made of several (a principal component) shares it
 * equally.
 */
public final class RawImportance {
  private RawImportance() {}

  /**
   * Importance of raw features.
   *
   * @param values one per {@link Pipeline#outputs output} of the pipeline
   */
  public static Map<String, Double> of(Pipeline pipeline, double[] values) {
    Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
    pipeline.inputs().forEach(name -> shares.put(name, Map.of(name, 1.0)));
    for (FittedTransformer step : pipeline.steps()) {
      Map<String, Map<String, Double>> made = new LinkedHashMap<>();
      List<String> outputs = step.outputs();
      for (int i = 0; i < outputs.size(); i++) {
        String name = outputs.get(i);
        if (step instanceof ColumnwiseTransformer columnwise) {
          made.put(name, shares.get(step.inputs().get(columnwise.source(i))));
        } else if (step.inputs().contains(name)) {
          made.put(name, shares.get(name));
        } else {
          made.put(name, together(step.inputs(), shares));
        }
      }
      shares.putAll(made);
    }
    Map<String, Double> raw = new LinkedHashMap<>();
    pipeline.inputs().forEach(name -> raw.put(name, 0.0));
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      shares
          .get(pipeline.outputs().get(i))
          .forEach((name, share) -> raw.merge(name, share * value, Double::sum));
    }
    return raw;
  }

  private static Map<String, Double> together(
      List<String> inputs, Map<String, Map<String, Double>> shares) {
    Map<String, Double> sum = new LinkedHashMap<>();
    for (String input : inputs) {
      shares
          .get(input)
          .forEach((name, share) -> sum.merge(name, share / inputs.size(), Double::sum));
    }
    return sum;
  }
}
