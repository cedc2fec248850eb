package org.fivesigma.preprocessing;

import java.util.List;
import org.fivesigma.preprocessing.physics.FittedPhysics;
import org.fivesigma.preprocessing.physics.PhysicsFeatures;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.transform.TransformerReader;

/** The preprocessing steps that come with the framework. */
public final class PreprocessingPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-preprocessing";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(
            Kinds.TRANSFORMER,
            Impute.ID,
            "Puts a number in place of what is missing.",
            Impute.Options.class,
            Impute::new),
        reader(Impute.ID, FittedImpute::read),
        Extension.of(
            Kinds.TRANSFORMER,
            StandardScale.ID,
            "Zero mean and unit standard deviation.",
            StandardScale.Options.class,
            StandardScale::new),
        reader(StandardScale.ID, LinearScale.reader(StandardScale.ID)),
        Extension.of(
            Kinds.TRANSFORMER,
            MinMaxScale.ID,
            "The training part's range to a given range.",
            MinMaxScale.Options.class,
            MinMaxScale::new),
        reader(MinMaxScale.ID, LinearScale.reader(MinMaxScale.ID)),
        Extension.of(
            Kinds.TRANSFORMER,
            RobustScale.ID,
            "Zero median and unit distance between quantiles.",
            RobustScale.Options.class,
            RobustScale::new),
        reader(RobustScale.ID, LinearScale.reader(RobustScale.ID)),
        Extension.of(
            Kinds.TRANSFORMER,
            PowerTransform.ID,
            "A power of each column that makes it most like a normal distribution.",
            PowerTransform.Options.class,
            PowerTransform::new),
        reader(PowerTransform.ID, FittedPower::read),
        Extension.of(
            Kinds.TRANSFORMER,
            PhysicsFeatures.ID,
            "Components, masses, angles and sums made of the declared four-momenta.",
            PhysicsFeatures.Options.class,
            PhysicsFeatures::new),
        reader(PhysicsFeatures.ID, FittedPhysics::read));
  }

  private static Extension<TransformerReader> reader(String id, TransformerReader reader) {
    return Extension.of(
        Kinds.TRANSFORMER_READER, id, "Reads a fitted step '" + id + "'.", () -> reader);
  }
}
