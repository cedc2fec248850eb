package org.fivesigma.core.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures scored parts under systematic variations and compares them with the nominal evaluation:
 * at the nominal cuts, since the analysis is not changed by what nature does, and at the cuts that
 * would be chosen on the varied valid part.
 */
public final class SystematicShifts {
  private static final String TRAIN = "train";

  private final Evaluator evaluator;
  private final List<String> processes;
  private final Evaluation nominal;
  private final Map<String, ScoredPart> parts = new LinkedHashMap<>();

  /**
   * A comparison with a nominal evaluation.
   *
   * @param evaluator of the same plan; no errors are computed here, so best one without bootstrap
   * @param nominalParts the parts that were evaluated; {@code train} serves metrics that compare
   *     with it and is itself not varied
   */
  public SystematicShifts(
      Evaluator evaluator,
      List<String> processes,
      Evaluation nominal,
      List<ScoredPart> nominalParts) {
    this.evaluator = evaluator;
    this.processes = List.copyOf(processes);
    this.nominal = nominal;
    nominalParts.forEach(p -> parts.put(p.name(), p));
  }

  /** The nominal parts that are to be varied. */
  public List<ScoredPart> varied() {
    return parts.values().stream().filter(p -> !p.name().equals(TRAIN)).toList();
  }

  /**
   * Measures one direction of a variation.
   *
   * @param variedProcesses the processes of the varied events, the nominal ones first
   * @param varied the parts of {@link #varied} under the variation
   */
  public VariationResult measure(
      String source, String direction, List<String> variedProcesses, List<ScoredPart> varied) {
    List<ScoredPart> all = new ArrayList<>();
    Optional.ofNullable(parts.get(TRAIN)).ifPresent(all::add);
    all.addAll(varied);
    Map<String, Double> at = new LinkedHashMap<>();
    nominal.cuts().forEach((id, cut) -> cut.cut().ifPresent(c -> at.put(id, c)));
    Map<String, MetricValue> values = evaluator.evaluateAt(all, at).values();
    Map<String, VariationResult.Shift> shifts = new LinkedHashMap<>();
    values.forEach(
        (key, v) -> {
          MetricValue before = nominal.values().get(key);
          if (!key.startsWith(TRAIN + "/") && moves(key) && before != null && before.defined()) {
            shifts.put(
                key, new VariationResult.Shift(v.value(), before.value(), v.n(), v.reason()));
          }
        });
    Map<String, VariationResult.CutShift> cuts = new LinkedHashMap<>();
    Map<String, ChosenCut> anew = evaluator.cuts(all);
    nominal
        .cuts()
        .forEach(
            (id, cut) -> cuts.put(id, new VariationResult.CutShift(anew.get(id).cut(), cut.cut())));
    Map<String, List<VariationResult.YieldShift>> yields = new LinkedHashMap<>();
    for (ScoredPart part : varied) {
      yields.put(part.name(), yields(part, variedProcesses));
    }
    return new VariationResult(source, direction, shifts, cuts, yields);
  }

  /** The cut stays, and the part's own maximum is for reference only. */
  private static boolean moves(String key) {
    return !key.endsWith("/cut") && !key.endsWith("/best");
  }

  private List<VariationResult.YieldShift> yields(ScoredPart part, List<String> names) {
    Map<String, Yield> before = byProcess(parts.get(part.name()), processes);
    Map<String, Yield> after = byProcess(part, names);
    List<VariationResult.YieldShift> shifts = new ArrayList<>();
    for (String name : names) {
      Yield none = new Yield(name, 0, 0, 0);
      if (before.containsKey(name) || after.containsKey(name)) {
        shifts.add(
            new VariationResult.YieldShift(
                name, before.getOrDefault(name, none), after.getOrDefault(name, none)));
      }
    }
    return shifts;
  }

  private Map<String, Yield> byProcess(ScoredPart part, List<String> names) {
    Optional<Double> cut = nominal.cut().flatMap(ChosenCut::cut);
    Map<String, Yield> yields = new LinkedHashMap<>();
    Yield.of(part, evaluator.accepted(part, cut), names).forEach(y -> yields.put(y.process(), y));
    return yields;
  }
}
