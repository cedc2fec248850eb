package org.fivesigma.preprocessing.physics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.preprocessing.StepState;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.graph.ExportableStep;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/** Makes physics features; nothing in it was learnt but which columns there are. */
public final class FittedPhysics implements ExportableStep {
  private final PhysicsPlan plan;
  private final List<String> inputs;
  private final List<String> kept;
  private final List<String> outputs;
  private final int[][] places;

  FittedPhysics(PhysicsPlan plan) {
    this.plan = plan;
    this.inputs = plan.inputs();
    this.kept = plan.kept();
    List<String> all = new ArrayList<>(kept);
    all.addAll(plan.made());
    this.outputs = List.copyOf(all);
    this.places =
        plan.momenta().stream()
            .map(
                m ->
                    new int[] {
                      inputs.indexOf(m.pt()),
                      PhysicsPlan.place(inputs, m.eta()),
                      inputs.indexOf(m.phi()),
                      PhysicsPlan.place(inputs, m.mass()),
                      PhysicsPlan.place(inputs, m.energy())
                    })
            .toArray(int[][]::new);
  }

  /** Reads {@link #state} back. */
  public static FittedPhysics read(Map<String, Object> fields) {
    StepState state = new StepState(fields);
    List<Momentum> momenta =
        state.states("momenta").stream()
            .map(
                m ->
                    new Momentum(
                        m.text("name"),
                        m.text("pt"),
                        m.optionalText("eta"),
                        m.text("phi"),
                        m.optionalText("mass"),
                        m.optionalText("e")))
            .toList();
    List<PhysicsPlan.Single> singles =
        state.states("make").stream()
            .map(
                s ->
                    new PhysicsPlan.Single(
                        s.choice("type", Quantity.class), s.integers("of"), s.text("name")))
            .toList();
    List<Integer> cartesian = Arrays.stream(state.integers("cartesian")).boxed().toList();
    return new FittedPhysics(new PhysicsPlan(momenta, state.integers("frame"), cartesian, singles));
  }

  @Override
  public String id() {
    return PhysicsFeatures.ID;
  }

  @Override
  public List<String> inputs() {
    return inputs;
  }

  @Override
  public List<String> outputs() {
    return outputs;
  }

  @Override
  public void apply(double[][] in, int rows, double[][] out) {
    Kinematics events =
        new Kinematics(rows, pick(in, 0), pick(in, 1), pick(in, 2), pick(in, 3), pick(in, 4));
    for (int i = 0; i < kept.size(); i++) {
      System.arraycopy(in[inputs.indexOf(kept.get(i))], 0, out[i], 0, rows);
    }
    if (plan.frame().length > 0) {
      events = events.inFrameOf(plan.frame()[0], plan.frame()[1]);
      for (int m = 0; m < places.length; m++) {
        turned(events.phi(m), inputs.get(places[m][2]), rows, out);
        if (events.hasEta(m)) {
          turned(events.eta(m), inputs.get(places[m][1]), rows, out);
        }
      }
    }
    int at = kept.size();
    for (int m : plan.cartesian()) {
      boolean along = events.hasEta(m);
      events.components(m, out[at], out[at + 1], along ? out[at + 2] : null);
      at += along ? 3 : 2;
    }
    for (PhysicsPlan.Single single : plan.singles()) {
      single.type().compute(events, single.of(), out[at++]);
    }
  }

  private void turned(double[] angles, String column, int rows, double[][] out) {
    int at = kept.indexOf(column);
    if (at >= 0) {
      System.arraycopy(angles, 0, out[at], 0, rows);
    }
  }

  private double[][] pick(double[][] in, int which) {
    double[][] columns = new double[places.length][];
    for (int m = 0; m < columns.length; m++) {
      columns[m] = places[m][which] < 0 ? null : in[places[m][which]];
    }
    return columns;
  }

  @Override
  public Tensor write(GraphWriter graph, Tensor in) {
    PhysicsGraph events = new PhysicsGraph(graph, in, places);
    List<Tensor> out = new ArrayList<>();
    kept.forEach(column -> out.add(events.column(inputs.indexOf(column))));
    if (plan.frame().length > 0) {
      events.turn(plan.frame()[0], plan.frame()[1]);
      for (int m = 0; m < places.length; m++) {
        put(out, inputs.get(places[m][2]), events.phi(m));
        if (places[m][1] >= 0) {
          put(out, inputs.get(places[m][1]), events.eta(m));
        }
      }
    }
    for (int m : plan.cartesian()) {
      out.add(events.px(m));
      out.add(events.py(m));
      if (places[m][1] >= 0) {
        out.add(events.pz(m));
      }
    }
    plan.singles().forEach(single -> out.add(events.quantity(single.type(), single.of())));
    return graph.beside(out);
  }

  private void put(List<Tensor> out, String column, Tensor values) {
    int at = kept.indexOf(column);
    if (at >= 0) {
      out.set(at, values);
    }
  }

  @Override
  public Map<String, Object> state() {
    List<Map<String, Object>> momenta = new ArrayList<>();
    for (Momentum m : plan.momenta()) {
      Map<String, Object> columns = new LinkedHashMap<>();
      columns.put("name", m.name());
      columns.put("pt", m.pt());
      put(columns, "eta", m.eta());
      columns.put("phi", m.phi());
      put(columns, "mass", m.mass());
      put(columns, "e", m.energy());
      momenta.add(columns);
    }
    List<Map<String, Object>> make = new ArrayList<>();
    for (PhysicsPlan.Single single : plan.singles()) {
      make.add(
          new StepState()
              .put("type", single.type().name().toLowerCase(Locale.ROOT))
              .put("of", single.of())
              .put("name", single.name())
              .map());
    }
    return new StepState()
        .put("momenta", momenta)
        .put("frame", plan.frame())
        .put("cartesian", plan.cartesian().stream().mapToInt(i -> i).toArray())
        .put("make", make)
        .map();
  }

  private static void put(Map<String, Object> columns, String key, Optional<String> column) {
    column.ifPresent(c -> columns.put(key, c));
  }
}
