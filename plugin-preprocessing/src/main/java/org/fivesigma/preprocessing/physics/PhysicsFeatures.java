package org.fivesigma.preprocessing.physics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;

/**
 * Makes features of the declared four-momenta: components, masses, angles, sums, ratios,
 * centralities, a common frame. {@code cartesian} replaces pt, η and φ; everything else is added.
 */
public final class PhysicsFeatures implements Transformer {
  /** The id in the experiment file. */
  public static final String ID = "physics_features";

  private final Options options;

  /** The keys of the block. */
  public record Options(
      @Option(
              description =
                  "What to make: ids, or blocks with the momenta it is made of. common_frame turns"
                      + " every event before anything else is made of it.",
              value = "[cartesian]",
              example = "[cartesian, visible_mass, {type: delta_r, of: [tau, lep]}]",
              shorthand = "type",
              single = true)
          List<Request> make) {
    public Options {
      make = List.copyOf(make);
    }
  }

  /** One item of {@code make}. */
  public record Request(
      @Option(description = "What to make.") Quantity type,
      @Option(
              description =
                  "The momenta it is made of, in order. Default: every pair for quantities of two"
                      + " (transverse_mass: each with η and each without), all momenta for others.",
              value = "[]",
              example = "[tau, lep]")
          List<String> of,
      @Option(description = "The new column. Default: <type>_<momentum>_<momentum>.")
          Optional<String> name)
      implements SelfChecking {
    public Request {
      of = List.copyOf(of);
    }

    @Override
    public List<UserError> check() {
      List<UserError> errors = new ArrayList<>();
      int least = type.least();
      if ((!of.isEmpty() && (of.size() < least || of.size() > type.most()))
          || (of.isEmpty() && least == 3)) {
        String wanted = least == type.most() ? least + " momenta" : "momenta";
        errors.add(
            UserError.of(
                    "bad-momenta", type.id() + " is made of " + wanted + ", not of " + of.size())
                .at("of"));
      }
      if (name.isPresent() && (!type.single() || of.isEmpty())) {
        errors.add(
            UserError.of("bad-name", "a name needs one quantity made of given momenta (of: [...])")
                .at("name"));
      }
      return errors;
    }
  }

  /** A step to be fitted. */
  public PhysicsFeatures(Options options) {
    this.options = options;
  }

  @Override
  public List<String> alsoNeeds(FitData data) {
    Set<String> columns = new LinkedHashSet<>();
    plan(data).momenta().forEach(m -> columns.addAll(m.columns()));
    return List.copyOf(columns);
  }

  @Override
  public FittedTransformer fit(FitData data) {
    return new FittedPhysics(plan(data));
  }

  private PhysicsPlan plan(FitData data) {
    List<Momentum> momenta = data.momenta();
    if (momenta.isEmpty()) {
      throw UserError.of(
              "no-momenta", "there is no momentum whose columns are all among the features")
          .at("make")
          .hint("declare momenta: {tau: {pt: ..., eta: ..., phi: ...}} in the file");
    }
    Map<String, Integer> place = new LinkedHashMap<>();
    for (int i = 0; i < momenta.size(); i++) {
      place.put(momenta.get(i).name(), i);
    }
    Set<Integer> cartesian = new LinkedHashSet<>();
    List<PhysicsPlan.Single> singles = new ArrayList<>();
    int[] frame = new int[0];
    for (int i = 0; i < options.make().size(); i++) {
      Request request = options.make().get(i);
      try {
        int[] of = places(request, place);
        if (request.type() == Quantity.CARTESIAN) {
          IntStream.of(of.length > 0 ? of : all(momenta.size())).forEach(cartesian::add);
        } else if (request.type() == Quantity.COMMON_FRAME) {
          if (momenta.size() < 2) {
            throw UserError.of("bad-momenta", "a common frame needs two momenta").at("type");
          }
          frame = of.length > 0 ? of : all(2);
        } else {
          singles.addAll(singles(request, of, momenta));
        }
      } catch (UserError e) {
        throw e.under("make[" + i + "]");
      }
    }
    return PhysicsPlan.of(momenta, frame, List.copyOf(cartesian), singles);
  }

  private static int[] places(Request request, Map<String, Integer> place) {
    int[] of = new int[request.of().size()];
    for (int i = 0; i < of.length; i++) {
      Integer at = place.get(request.of().get(i));
      if (at == null) {
        throw UserError.of(
                "unknown-momentum",
                "there is no momentum '"
                    + request.of().get(i)
                    + "' whose columns are all among the features; there are "
                    + place.keySet())
            .at("of[" + i + "]");
      }
      of[i] = at;
    }
    return of;
  }

  private static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static List<PhysicsPlan.Single> singles(
      Request request, int[] of, List<Momentum> momenta) {
    Quantity type = request.type();
    if (of.length > 0) {
      for (int i = 0; i < of.length; i++) {
        if (type.needsEta() && momenta.get(of[i]).eta().isEmpty()) {
          throw UserError.of(
                  "no-eta",
                  type.id() + " needs eta, which momentum '" + request.of().get(i) + "' lacks")
              .at("of[" + i + "]");
        }
      }
      String name = request.name().orElse(type.id() + "_" + String.join("_", request.of()));
      return List.of(new PhysicsPlan.Single(type, of, name));
    }
    int[] candidates =
        IntStream.range(0, momenta.size())
            .filter(m -> !type.needsEta() || momenta.get(m).eta().isPresent())
            .toArray();
    if (type.most() > 2 && type != Quantity.INVARIANT_MASS) {
      return List.of(new PhysicsPlan.Single(type, candidates, type.id()));
    }
    List<PhysicsPlan.Single> pairs = new ArrayList<>();
    for (int a : candidates) {
      for (int b : candidates) {
        Momentum one = momenta.get(a);
        Momentum two = momenta.get(b);
        boolean wanted =
            switch (type) {
              case TRANSVERSE_MASS -> one.eta().isPresent() && two.eta().isEmpty();
              case INVARIANT_MASS -> a < b && one.eta().isPresent() && two.eta().isPresent();
              default -> a < b;
            };
        if (wanted) {
          String name = type.id() + "_" + one.name() + "_" + two.name();
          pairs.add(new PhysicsPlan.Single(type, new int[] {a, b}, name));
        }
      }
    }
    return pairs;
  }
}
