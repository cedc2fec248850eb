package org.fivesigma.metrics.significance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.metrics.Curves;
import org.fivesigma.metrics.WeightedMetric;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.metric.CutRule;
import org.fivesigma.spi.metric.Direction;
import org.fivesigma.spi.metric.Scored;
import org.fivesigma.spi.metric.Weighting;

/**
 * A significance at a cut that is chosen on the valid part. Details: the cut, accepted signal and
 * background as the formula sees them, the effective number of background events above the cut, and
 * the part's own maximum (for reference: it is biased upwards).
 */
public final class SignificanceMetric extends WeightedMetric {
  private static final double RESOLVED = 10;
  private static final List<String> DETAILS = List.of("", "cut", "s", "b", "n_eff", "best");

  private final Background background;
  private final Formula formula;
  private final Optional<Significance.Expected> expected;
  private final Cuts cuts;

  /**
   * How the cut is chosen.
   *
   * @param rule the rule
   * @param grid the candidates; absent: the distinct scores
   * @param minBackground effective number of background events that a candidate must leave
   * @param replicas of rules that bootstrap
   */
  public record Cuts(CutRule rule, Optional<CutGrid> grid, double minBackground, int replicas) {}

  /**
   * What is not known of the background.
   *
   * @param relative uncertainty of its yield
   * @param statistical whether Σw² counts
   * @param systematics relative uncertainty by process
   */
  public record Background(double relative, boolean statistical, Map<String, Double> systematics) {
    /** A background that is exactly known. */
    public static final Background KNOWN = new Background(0, false, Map.of());

    /** An uncertainty of the yield alone. */
    public static Background relative(double relative) {
      return new Background(relative, false, Map.of());
    }
  }

  /** A significance whose yields are the sums of weights. */
  public SignificanceMetric(
      Formula formula, Background background, Cuts cuts, Optional<Weighting> weighted) {
    this(formula, background, cuts, weighted, Optional.empty());
  }

  private SignificanceMetric(
      Formula formula,
      Background background,
      Cuts cuts,
      Optional<Weighting> weighted,
      Optional<Significance.Expected> expected) {
    super(Direction.MAXIMISE, weighted, Weighting.PHYSICS);
    this.formula = formula;
    this.background = background;
    this.cuts = cuts;
    this.expected = expected;
  }

  /**
   * The same with {@code signal} and {@code background} events before the cut, of which the
   * efficiencies at the cut remain.
   */
  public SignificanceMetric expecting(double signal, double ofBackground) {
    return new SignificanceMetric(
        formula,
        background,
        cuts,
        Optional.of(weighting()),
        Optional.of(new Significance.Expected(signal, ofBackground)));
  }

  @Override
  public Direction direction(String detail) {
    return switch (detail) {
      case "cut", "s", "b", "n_eff" -> Direction.NONE;
      default -> direction();
    };
  }

  @Override
  public List<UserError> check(List<String> classes, List<String> processes) {
    List<UserError> errors = new ArrayList<>();
    for (String process : background.systematics.keySet()) {
      if (!processes.contains(process)) {
        errors.add(
            UserError.of(
                    "unknown-process",
                    "there is no process '" + process + "'; the processes are " + processes)
                .at("systematics." + process));
      }
    }
    return errors;
  }

  @Override
  public boolean hasCut() {
    return true;
  }

  @Override
  public CutChoice chooseCut(Scored valid, CutContext context) {
    Optional<String> problem = problem(valid);
    return problem.isPresent()
        ? new CutChoice(Optional.empty(), problem, Map.of())
        : cuts.rule.choose(scan(valid), context);
  }

  private SignificanceScan scan(Scored part) {
    return new SignificanceScan(
        part, significance(part), cuts.minBackground, cuts.grid, cuts.replicas);
  }

  private Significance significance(Scored part) {
    double[] byProcess = new double[background.systematics.isEmpty() ? 0 : part.processes().size()];
    for (int p = 0; p < byProcess.length; p++) {
      byProcess[p] = background.systematics.getOrDefault(part.processes().get(p), 0.0);
    }
    return new Significance(
        formula, background.relative, background.statistical, byProcess, expected);
  }

  @Override
  protected List<String> details(Scored scored) {
    List<String> details = new ArrayList<>(DETAILS);
    cuts.rule.alias().ifPresent(details::add);
    return details;
  }

  @Override
  protected Prepared prepareChecked(Scored scored, Optional<Double> cut) {
    return new AtCut(scored, scan(scored), details(scored), cut);
  }

  private static final class AtCut implements Prepared {
    private final Scored part;
    private final SignificanceScan scan;
    private final List<String> details;
    private final Optional<Double> cut;
    private final AcceptedSums accepted;

    AtCut(Scored part, SignificanceScan scan, List<String> details, Optional<Double> cut) {
      this.part = part;
      this.scan = scan;
      this.details = details;
      this.cut = cut;
      this.accepted =
          new AcceptedSums(part, scan.significance(), cut.orElse(Double.POSITIVE_INFINITY));
    }

    @Override
    public List<String> details() {
      return details;
    }

    @Override
    public double[] values(double[] weights) {
      double[] values = at(weights, Optional.empty());
      SignificanceScan own = weights == part.weights() ? scan : scan.with(weights);
      int best = own.best();
      values[5] = best < 0 ? Double.NaN : own.values()[best];
      return values;
    }

    @Override
    public double[] replica(double[] weights, byte[] counts) {
      return at(weights, Optional.of(counts));
    }

    private double[] at(double[] weights, Optional<byte[]> counts) {
      double[] values = new double[details.size()];
      Arrays.fill(values, Double.NaN);
      if (cut.isPresent()) {
        AcceptedSums.Accepted a = accepted.at(weights, counts);
        values[0] = a.value();
        values[1] = cut.get();
        values[2] = a.signal();
        values[3] = a.background();
        values[4] = a.effective();
        for (int i = DETAILS.size(); i < values.length; i++) {
          values[i] = a.value();
        }
      }
      return values;
    }

    @Override
    public Optional<String> reason(String detail) {
      if (detail.equals("best")) {
        return Optional.of(scan.noCandidate());
      }
      return Optional.of(
          cut.isEmpty()
              ? "no cut was chosen"
              : "not defined with b = "
                  + scan.background(cut.get())
                  + " above the cut "
                  + cut.get());
    }

    @Override
    public boolean hasError(String detail) {
      return !detail.equals("cut") && !detail.equals("best");
    }

    @Override
    public List<String> warnings() {
      if (cut.isEmpty() || scan.effective(cut.get()) >= RESOLVED) {
        return List.of();
      }
      return List.of(
          String.format(
              Locale.ROOT,
              "not resolved: %.1f effective background events above the cut",
              scan.effective(cut.get())));
    }

    @Override
    public Map<String, double[]> curve() {
      Curves.Builder rows = new Curves.Builder(List.of("cut", "value", "s", "b", "n_eff"));
      double[] all = scan.scanned();
      for (int i : Curves.thin(all.length)) {
        double at = all[i];
        rows.add(at, scan.value(at), scan.signal(at), scan.background(at), scan.effective(at));
      }
      return rows.columns();
    }

    @Override
    public Map<String, double[]> curve(CutContext context, int replicas) {
      Map<String, double[]> curve = new LinkedHashMap<>(curve());
      curve.put("std_error", new CurveErrors(scan, context).at(curve.get("cut"), replicas));
      return curve;
    }
  }
}
