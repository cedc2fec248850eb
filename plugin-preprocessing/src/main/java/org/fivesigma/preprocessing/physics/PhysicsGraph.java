package org.fivesigma.preprocessing.physics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivesigma.spi.graph.GraphWriter;
import org.fivesigma.spi.graph.GraphWriter.Tensor;

/**
 * The quantities of {@link Formulas} and {@link Kinematics} as a graph: tensors of one column in
 * double precision. Quantities that are asked for again are written once.
 */
final class PhysicsGraph {
  private static final int PT = 0;
  private static final int ETA = 1;
  private static final int PHI = 2;
  private static final int MASS = 3;
  private static final int ENERGY = 4;

  private final GraphWriter graph;
  private final Tensor in;
  private final int[][] places;
  private final Tensor[] turnedPhi;
  private final Tensor[] turnedEta;

  /** Events whose momenta stand at these places: pt, η, φ, mass, energy; −1 where there is none. */
  PhysicsGraph(GraphWriter graph, Tensor in, int[][] places) {
    this.graph = graph;
    this.in = in;
    this.places = places;
    this.turnedPhi = new Tensor[places.length];
    this.turnedEta = new Tensor[places.length];
  }

  /** A column as it came. */
  Tensor column(int place) {
    return graph.columns(in, List.of(place));
  }

  private Tensor pt(int m) {
    return column(places[m][PT]);
  }

  /** Azimuth. */
  Tensor phi(int m) {
    return turnedPhi[m] != null ? turnedPhi[m] : column(places[m][PHI]);
  }

  /** Pseudorapidity. */
  Tensor eta(int m) {
    return turnedEta[m] != null ? turnedEta[m] : column(places[m][ETA]);
  }

  /** pt·cos φ. */
  Tensor px(int m) {
    return mul(pt(m), sin(add(phi(m), graph.number(Math.PI / 2))));
  }

  /** pt·sin φ. */
  Tensor py(int m) {
    return mul(pt(m), sin(phi(m)));
  }

  /** pt·sinh η; 0 without η. */
  Tensor pz(int m) {
    if (places[m][ETA] < 0) {
      return mul(pt(m), graph.number(0));
    }
    Tensor up = graph.op("Exp", eta(m));
    Tensor down = graph.op("Exp", graph.op("Neg", eta(m)));
    return mul(pt(m), mul(sub(up, down), graph.number(0.5)));
  }

  private Tensor energy(int m) {
    if (places[m][ENERGY] >= 0) {
      return column(places[m][ENERGY]);
    }
    Tensor sum = add(square(pt(m)), square(pz(m)));
    return graph.op("Sqrt", places[m][MASS] < 0 ? sum : add(sum, square(column(places[m][MASS]))));
  }

  /** Turns all events into the frame of two objects; see {@link Kinematics#inFrameOf}. */
  void turn(int first, int second) {
    Tensor angle = phi(first);
    Tensor absent = graph.op("IsNaN", angle);
    Tensor turn = graph.where(absent, graph.number(0), angle);
    Tensor below = graph.op("Less", wrapped(sub(phi(second), turn)), graph.number(0));
    Tensor up = sign(graph.op("And", graph.op("Not", absent), below));
    Tensor along =
        places[first][ETA] < 0
            ? graph.number(1)
            : sign(graph.op("Less", eta(first), graph.number(0)));
    Tensor[] azimuths = new Tensor[places.length];
    Tensor[] directions = new Tensor[places.length];
    for (int m = 0; m < places.length; m++) {
      azimuths[m] = mul(up, wrapped(sub(phi(m), turn)));
      directions[m] = places[m][ETA] < 0 ? null : mul(along, eta(m));
    }
    System.arraycopy(azimuths, 0, turnedPhi, 0, azimuths.length);
    System.arraycopy(directions, 0, turnedEta, 0, directions.length);
  }

  private Tensor sign(Tensor negative) {
    return graph.where(negative, graph.number(-1), graph.number(1));
  }

  /** A quantity of some of the momenta. */
  Tensor quantity(Quantity type, int[] of) {
    return switch (type) {
      case INVARIANT_MASS -> mass(of, false);
      case VISIBLE_MASS -> mass(of, true);
      case TRANSVERSE_MASS ->
          mul(
              mul(graph.number(2), graph.op("Sqrt", mul(pt(of[0]), pt(of[1])))),
              graph.op("Abs", sin(mul(graph.number(0.5), deltaPhi(of)))));
      case DELTA_R ->
          graph.op("Sqrt", add(square(sub(eta(of[0]), eta(of[1]))), square(deltaPhi(of))));
      case DELTA_PHI -> graph.op("Abs", deltaPhi(of));
      case DELTA_ETA -> graph.op("Abs", sub(eta(of[0]), eta(of[1])));
      case ETA_PRODUCT -> mul(eta(of[0]), eta(of[1]));
      case PT_SUM -> sumOfThere(of, Arrays.stream(of).mapToObj(this::pt).toList(), this::pt);
      case VECTOR_PT -> {
        List<Tensor> px = Arrays.stream(of).mapToObj(this::px).toList();
        Tensor x = sumOfThere(of, px, this::px);
        Tensor y = sumOfThere(of, px, this::py);
        yield graph.op("Sqrt", add(square(x), square(y)));
      }
      case PT_RATIO -> {
        Tensor zero = graph.op("Equal", pt(of[1]), graph.number(0));
        Tensor divisor = graph.where(zero, graph.number(Double.NaN), pt(of[1]));
        yield graph.op("Div", pt(of[0]), divisor);
      }
      case PHI_CENTRALITY -> phiCentrality(of);
      case ETA_CENTRALITY -> etaCentrality(of);
      case CARTESIAN, COMMON_FRAME -> throw new IllegalArgumentException(type.id());
    };
  }

  private Tensor mass(int[] of, boolean skipAbsent) {
    List<Tensor> guide = Arrays.stream(of).mapToObj(this::energy).toList();
    Tensor e = sum(of, guide, this::energy, skipAbsent);
    Tensor x = sum(of, guide, this::px, skipAbsent);
    Tensor y = sum(of, guide, this::py, skipAbsent);
    Tensor z = sum(of, guide, this::pz, skipAbsent);
    Tensor square = sub(sub(sub(square(e), square(x)), square(y)), square(z));
    Tensor negative = graph.op("Less", square, graph.number(0));
    return graph.op("Sqrt", graph.where(negative, graph.number(0), square));
  }

  private interface Component {
    Tensor of(int momentum);
  }

  private Tensor sumOfThere(int[] of, List<Tensor> guide, Component component) {
    return sum(of, guide, component, true);
  }

  /** The sum over momenta; those whose guide is missing are left out, if they may be. */
  private Tensor sum(int[] of, List<Tensor> guide, Component component, boolean skipAbsent) {
    List<Tensor> terms = new ArrayList<>();
    Tensor none = null;
    for (int i = 0; i < of.length; i++) {
      Tensor value = component.of(of[i]);
      if (skipAbsent) {
        Tensor absent = graph.op("IsNaN", guide.get(i));
        none = none == null ? absent : graph.op("And", none, absent);
        value = graph.where(absent, graph.number(0), value);
      }
      terms.add(value);
    }
    Tensor sum = terms.get(0);
    for (Tensor term : terms.subList(1, terms.size())) {
      sum = add(sum, term);
    }
    return none == null ? sum : graph.where(none, graph.number(Double.NaN), sum);
  }

  private Tensor phiCentrality(int[] of) {
    Tensor phi = phi(of[0]);
    Tensor one = phi(of[1]);
    Tensor two = phi(of[2]);
    Tensor sign = graph.op("Sign", sin(sub(two, one)));
    Tensor a = mul(sin(sub(phi, one)), sign);
    Tensor b = mul(sin(sub(two, phi)), sign);
    Tensor length = graph.op("Sqrt", add(square(a), square(b)));
    Tensor zero = graph.op("Equal", length, graph.number(0));
    Tensor ratio = graph.op("Div", add(a, b), graph.where(zero, graph.number(1), length));
    return graph.where(zero, graph.number(0), ratio);
  }

  private Tensor etaCentrality(int[] of) {
    Tensor one = eta(of[1]);
    Tensor two = eta(of[2]);
    Tensor offset = sub(eta(of[0]), mul(graph.number(0.5), add(one, two)));
    Tensor width = sub(one, two);
    Tensor ratio = graph.op("Div", mul(graph.number(-4), square(offset)), square(width));
    Tensor centred = graph.op("Equal", offset, graph.number(0));
    return graph.op("Exp", graph.where(centred, mul(graph.number(0), width), ratio));
  }

  private Tensor deltaPhi(int[] of) {
    return wrapped(sub(phi(of[0]), phi(of[1])));
  }

  private Tensor wrapped(Tensor angle) {
    Tensor turns = graph.op("Round", mul(angle, graph.number(1 / (2 * Math.PI))));
    return sub(angle, mul(turns, graph.number(2 * Math.PI)));
  }

  private Tensor sin(Tensor x) {
    return graph.op("Sin", x);
  }

  private Tensor square(Tensor x) {
    return mul(x, x);
  }

  private Tensor add(Tensor a, Tensor b) {
    return graph.op("Add", a, b);
  }

  private Tensor sub(Tensor a, Tensor b) {
    return graph.op("Sub", a, b);
  }

  private Tensor mul(Tensor a, Tensor b) {
    return graph.op("Mul", a, b);
  }
}
