package org.fivesigma.models.network.symmetry;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;

/** Options of {@code augment}. */
public record AugmentOptions(
    @Option(
            description =
                "random: every training event is changed anew in each epoch by the symmetries.",
            value = "random",
            choices = {"random", "none"})
        String train,
    @Option(
            description = "Copies of an event whose scores are averaged in prediction.",
            value = "{}",
            example = "{phi_rotation: 8, z_flip: 2, transverse_flip: 2}")
        Copies predict) {

  /** Copies in prediction: their product is the number of passes. */
  public record Copies(
      @Option(description = "Rotations by equal steps.", value = "1", min = 1, max = 64)
          int phiRotation,
      @Option(description = "2: as it is, and flipped.", value = "1", min = 1, max = 2) int zFlip,
      @Option(description = "2: as it is, and flipped.", value = "1", min = 1, max = 2)
          int transverseFlip) {

    /** The changes, the first of which is none. */
    public List<Move> moves() {
      return Move.grid(phiRotation, zFlip, transverseFlip);
    }

    private Set<Symmetry> kinds() {
      Set<Symmetry> kinds = EnumSet.noneOf(Symmetry.class);
      if (phiRotation > 1) {
        kinds.add(Symmetry.PHI_ROTATION);
      }
      if (zFlip > 1) {
        kinds.add(Symmetry.Z_FLIP);
      }
      if (transverseFlip > 1) {
        kinds.add(Symmetry.TRANSVERSE_FLIP);
      }
      return kinds;
    }
  }

  /** Whether training events are changed. */
  public boolean random() {
    return train.equals("random");
  }

  /** What is wrong with it beside these symmetries. */
  public List<UserError> check(List<Symmetry> symmetries) {
    List<UserError> errors = new ArrayList<>();
    if (symmetries.isEmpty()) {
      errors.add(
          UserError.of("missing-key", "augment needs 'symmetries' to act by")
              .at("augment")
              .hint("symmetries: [phi_rotation, z_flip, transverse_flip]"));
      return errors;
    }
    for (Symmetry kind : predict.kinds()) {
      if (!symmetries.contains(kind)) {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        errors.add(
            UserError.of("bad-value", "'" + name + "' is not among the symmetries")
                .at("augment.predict." + name));
      }
    }
    return errors;
  }
}
