package org.fivesigma.models.ensemble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.graph.ExportableCombiner;
import org.fivesigma.spi.graph.ExportableModel;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;
import org.fivesigma.spi.model.FittedCombiner;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelWriter;
import org.fivesigma.spi.model.PredictionInput;

/** Items of members with their combination. An item's score is the mean of its members. */
final class EnsembleModel implements ExportableModel {
  static final String ID = "ensemble";

  private final List<List<Part>> items;
  private final FittedCombiner combiner;
  private final int outputs;
  private final Map<String, Object> facts;
  private final List<String> inputs;

  /** A member under its name. */
  record Part(String name, Model model) {}

  EnsembleModel(
      List<List<Part>> items, FittedCombiner combiner, int outputs, Map<String, Object> facts) {
    this.items = items;
    this.combiner = combiner;
    this.outputs = outputs;
    this.facts = facts;
    Set<String> names = new LinkedHashSet<>();
    items.forEach(item -> item.forEach(part -> names.addAll(part.model.inputs())));
    this.inputs = List.copyOf(names);
  }

  /** The member of a name. */
  Optional<Model> part(String name) {
    return items.stream()
        .flatMap(List::stream)
        .filter(part -> part.name.equals(name))
        .map(Part::model)
        .findFirst();
  }

  /** The same combination of other members, by their names. */
  EnsembleModel with(List<TrainedMember> others) {
    Map<String, Model> models = new LinkedHashMap<>();
    others.forEach(m -> models.put(m.member().name(), m.model().orElseThrow()));
    return new EnsembleModel(
        items.stream()
            .map(
                item ->
                    item.stream().map(part -> new Part(part.name, models.get(part.name))).toList())
            .toList(),
        combiner,
        outputs,
        new MemberFacts().of(others, List.of(), Map.of(), combiner));
  }

  @Override
  public List<String> inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public double[] predict(PredictionInput input) {
    List<Model> models = items.stream().flatMap(List::stream).map(Part::model).toList();
    IdentityHashMap<Model, double[]> scoresOf =
        MemberScores.of(models, model -> seenBy(model, input));
    double[][] scores = new double[items.size()][];
    for (int i = 0; i < scores.length; i++) {
      double[][] members =
          items.get(i).stream().map(part -> scoresOf.get(part.model)).toArray(double[][]::new);
      scores[i] = members.length == 1 ? members[0] : Combining.mean(members);
    }
    return combiner.combine(scores, outputs);
  }

  /** Members of the same inputs share the call's matrices. */
  private PredictionInput seenBy(Model member, PredictionInput input) {
    return member.inputs().equals(inputs)
        ? input
        : new PredictionInput(new Subset(input.raw(), inputs, member.inputs()), input.threads());
  }

  /** Some columns of others. */
  private record Subset(Columns base, List<String> all, List<String> names) implements Columns {
    @Override
    public int rows() {
      return base.rows();
    }

    @Override
    public void read(int column, int from, int to, float[] into, int offset) {
      base.read(all.indexOf(names.get(column)), from, to, into, offset);
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Tensor write(GraphWriter graph, Tensor raw) {
    List<Tensor> scores = new ArrayList<>();
    for (List<Part> item : items) {
      List<Tensor> members = new ArrayList<>();
      for (Part part : item) {
        List<Integer> places = part.model.inputs().stream().map(inputs::indexOf).toList();
        boolean all = part.model.inputs().equals(inputs);
        members.add(graph.scores(part.model, all ? raw : graph.columns(raw, places)));
      }
      scores.add(members.size() == 1 ? members.get(0) : CombiningGraph.mean(graph, members));
    }
    if (combiner instanceof ExportableCombiner exportable) {
      return exportable.write(graph, scores, outputs);
    }
    throw UserError.of(
            "not-exportable",
            "the combination '" + combiner.id() + "' cannot be written as a graph")
        .hint("the combinations that come with the framework can");
  }

  @Override
  public void save(ModelWriter writer) throws IOException {
    List<Object> names = new ArrayList<>();
    for (List<Part> item : items) {
      names.add(item.stream().map(Part::name).toList());
      for (Part part : item) {
        writer.part(part.name, part.model);
      }
    }
    for (Map.Entry<String, double[]> table : combiner.tables().entrySet()) {
      writer.file(file(table.getKey()), bytes(table.getValue()));
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", 1L);
    manifest.put("outputs", (long) outputs);
    manifest.put("items", names);
    manifest.put("combine", combiner.id());
    manifest.put("state", combiner.state());
    manifest.put("tables", List.copyOf(combiner.tables().keySet()));
    manifest.put("facts", facts);
    writer.manifest(manifest);
  }

  static String file(String table) {
    return table + ".f64";
  }

  private static byte[] bytes(double[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.asDoubleBuffer().put(values);
    return buffer.array();
  }

  static double[] doubles(byte[] bytes) {
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  /** By kind: the mean over the members that know it, each scaled to sum to 1. */
  @Override
  public Map<String, Map<String, Double>> importance() {
    Map<String, Map<String, Double>> sums = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (List<Part> item : items) {
      for (Part part : item) {
        part.model
            .importance()
            .forEach(
                (kind, values) -> {
                  double total = values.values().stream().mapToDouble(Math::abs).sum();
                  if (total > 0) {
                    counts.merge(kind, 1, Integer::sum);
                    Map<String, Double> sum =
                        sums.computeIfAbsent(kind, k -> new LinkedHashMap<>());
                    values.forEach((name, v) -> sum.merge(name, v / total, Double::sum));
                  }
                });
      }
    }
    sums.forEach((kind, values) -> values.replaceAll((name, v) -> v / counts.get(kind)));
    return sums;
  }

  @Override
  public Map<String, Object> facts() {
    return facts;
  }

  @Override
  public void close() {
    items.forEach(item -> item.forEach(part -> part.model.close()));
  }
}
