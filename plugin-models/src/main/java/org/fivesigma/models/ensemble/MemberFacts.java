package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.model.FittedCombiner;
import org.fivesigma.spi.model.Model;

/** What an ensemble tells about its members: their metrics on valid, the spread, failures. */
final class MemberFacts {
  private final Map<String, Map<String, Double>> measured = new LinkedHashMap<>();
  private final List<Object> failed = new ArrayList<>();

  void measured(TrainedMember member, Map<String, Double> values) {
    measured.put(member.member().name(), values);
  }

  void failed(TrainedMember member) {
    failed.add(
        Map.of(
            "member",
            member.member().name(),
            "model",
            member.member().spec().trainer().id(),
            "reason",
            member.failure().map(f -> String.valueOf(f.getMessage())).orElse("")));
  }

  Map<String, Object> of(
      List<TrainedMember> used,
      List<String> metrics,
      Map<String, Double> combined,
      FittedCombiner combiner) {
    Map<String, Object> facts = new LinkedHashMap<>();
    List<Object> members = new ArrayList<>();
    for (TrainedMember one : used) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("member", one.member().name());
      member.put("model", one.member().spec().trainer().id());
      member.put("item", (long) one.member().item());
      finite(measured.getOrDefault(one.member().name(), Map.of())).forEach(member::put);
      member.put("facts", one.model().map(Model::facts).orElse(Map.of()));
      members.add(member);
    }
    facts.put("members", members);
    facts.put("failed_members", failed);
    Map<String, Object> spread = new LinkedHashMap<>();
    for (String metric : metrics) {
      double[] values =
          used.stream()
              .map(t -> Optional.ofNullable(measured.get(t.member().name())))
              .flatMap(Optional::stream)
              .mapToDouble(m -> m.getOrDefault(metric, Double.NaN))
              .filter(Double::isFinite)
              .toArray();
      if (values.length > 0) {
        spread.put(metric, spread(values));
      }
    }
    facts.put("spread", spread);
    facts.put("combined", finite(combined));
    facts.put("combine", combiner.id());
    if (!combiner.state().isEmpty()) {
      facts.put("combine_state", combiner.state());
    }
    return facts;
  }

  private static Map<String, Object> finite(Map<String, Double> values) {
    Map<String, Object> finite = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (Double.isFinite(value)) {
            finite.put(key, value);
          }
        });
    return finite;
  }

  private static Map<String, Object> spread(double[] values) {
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double v : values) {
      sum += v;
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    Map<String, Object> spread = new LinkedHashMap<>();
    spread.put("mean", mean);
    spread.put("std", values.length < 2 ? 0.0 : Math.sqrt(squares / (values.length - 1)));
    spread.put("min", min);
    spread.put("max", max);
    return spread;
  }
}
