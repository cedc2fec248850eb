package org.fivesigma.core.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.option.Option;

/** The block {@code data}: where events come from and what their columns mean. */
public record DataSpec(
    @Option(description = "One source, or a list that is concatenated.", single = true)
        List<SourceSpec> source,
    @Option(
            description = "Numbers that mean missing.",
            value = "[]",
            single = true,
            example = "[-999]")
        List<Double> missing,
    @Option(
            description = "New columns by SQL expression, in order; the column row is built in.",
            value = "{}")
        Map<String, String> derive,
    @Option(description = "SQL condition for the events to keep; may use derived columns.")
        Optional<String> select,
    @Option(description = "The column of the class and what its values mean.", shorthand = "column")
        Optional<LabelSpec> label,
    @Option(description = "Column of the physics weight, may be negative. Default: 1.")
        Optional<String> weight,
    @Option(description = "The column of the process. Default: the class.", shorthand = "column")
        Optional<ProcessSpec> process,
    @Option(
            description = "The column or columns that identify an event. Default: row.",
            value = "row",
            single = true)
        List<String> id,
    @Option(
            description =
                "Columns the model sees: globs, ! excludes. Default: every numeric column not otherwise used.",
            example = "[\"DER_*\", \"PRI_*\", \"!PRI_*_phi\"]")
        Optional<List<String>> features,
    @Option(
            description = "Columns carried into the predictions, never shown to a model: globs.",
            value = "[]")
        List<String> spectators,
    @Option(description = "Integrated luminosity.", unit = "1/pb", min = 0, minExclusive = true)
        Optional<Double> luminosity,
    @Option(
            description = "Expected sum of weights by class or by process; as_is: never rescale.",
            example = "{signal: 691.99, background: 410999.8}",
            shorthand = "policy")
        Optional<Yields> yields,
    @Option(
            description =
                "What happens to negative weights: keep, abs, zero, drop, pair; or by use {fit: …, evaluate: …}.",
            value = "keep",
            shorthand = "all")
        NegativeWeights negativeWeights) {

  /** The same with other sources. */
  public DataSpec withSources(List<SourceSpec> other) {
    return new DataSpec(
        other,
        missing,
        derive,
        select,
        label,
        weight,
        process,
        id,
        features,
        spectators,
        luminosity,
        yields,
        negativeWeights);
  }

  /** The same with these features. */
  public DataSpec withFeatures(List<String> names) {
    return new DataSpec(
        source,
        missing,
        derive,
        select,
        label,
        weight,
        process,
        id,
        Optional.of(names),
        spectators,
        luminosity,
        yields,
        negativeWeights);
  }

  /** The class of an event. */
  public record LabelSpec(
      @Option(description = "The column; none where every source has a class.")
          Optional<String> column,
      @Option(
              description =
                  "Values that mean signal, all others background; with classes: the signal class.",
              single = true)
          Optional<List<Object>> signal,
      @Option(
              description =
                  "Values of each class by class name, in the order of the scores; globs allowed.",
              single = true)
          Optional<Map<String, List<Object>>> classes) {}

  /** The process of an event. */
  public record ProcessSpec(@Option(description = "The column.") String column) {}

  /**
   * Expected sums of weights. Every key of the block but {@code policy} is a class or process.
   *
   * @param policy {@code as_is} where sums are never rescaled
   * @param sums by class or process
   */
  public record Yields(
      @Option(description = "as_is: sums are never rescaled.", choices = "as_is")
          Optional<String> policy,
      @Option(description = "Sum of weights by class or process.", inline = true, value = "{}")
          Map<String, Double> sums) {}

  /** Policies for negative weights; a use without its own takes {@code all}. */
  public record NegativeWeights(
      @Option(
              description = "For fitting and evaluating.",
              choices = {"keep", "abs", "zero", "drop", "pair"})
          Optional<String> all,
      @Option(
              description = "For fitting.",
              choices = {"keep", "abs", "zero", "drop", "pair"})
          Optional<String> fit,
      @Option(
              description = "For evaluating.",
              choices = {"keep", "abs", "zero", "drop", "pair"})
          Optional<String> evaluate) {
    /** The policy for fitting. */
    public String forFit() {
      return fit.or(() -> all).orElse("keep");
    }

    /** The policy for evaluating. */
    public String forEvaluate() {
      return evaluate.or(() -> all).orElse("keep");
    }
  }
}
