package org.fivesigma.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fivesigma.preprocessing.physics.FittedPhysics;
import org.fivesigma.preprocessing.physics.PhysicsFeatures;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.transform.Transformer;
import org.fivesigma.spi.transform.TransformerReader;

/** The preprocessing steps that come with the framework. */
public final class PreprocessingPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-preprocessing";
  }

  @Override
  public List<Extension<?>> extensions() {
    List<Extension<?>> all = new ArrayList<>();
    step(
        all,
        Impute.ID,
        "Puts a number in place of what is missing.",
        Impute.Options.class,
        Impute::new,
        FittedImpute::read);
    step(
        all,
        StandardScale.ID,
        "Zero mean and unit standard deviation.",
        StandardScale.Options.class,
        StandardScale::new,
        LinearScale.reader(StandardScale.ID));
    step(
        all,
        MinMaxScale.ID,
        "The training part's range to a given range.",
        MinMaxScale.Options.class,
        MinMaxScale::new,
        LinearScale.reader(MinMaxScale.ID));
    step(
        all,
        RobustScale.ID,
        "Zero median and unit distance between quantiles.",
        RobustScale.Options.class,
        RobustScale::new,
        LinearScale.reader(RobustScale.ID));
    step(
        all,
        PowerTransform.ID,
        "A power of each column that makes it most like a normal distribution.",
        PowerTransform.Options.class,
        PowerTransform::new,
        FittedPower::read);
    step(
        all,
        QuantileTransform.ID,
        "The distribution function of each column, or a normal distribution.",
        QuantileTransform.Options.class,
        QuantileTransform::new,
        FittedQuantiles::read);
    step(
        all,
        LogOnePlus.ID,
        "The logarithm of 1 + x.",
        LogOnePlus.Options.class,
        LogOnePlus::new,
        LogOnePlus::read);
    step(
        all,
        Clip.ID,
        "Holds values between two numbers or quantiles.",
        Clip.Options.class,
        Clip::new,
        Clip::read);
    step(
        all,
        OneHot.ID,
        "A column of 0 and 1 for every value of a column of few values.",
        OneHot.Options.class,
        OneHot::new,
        OneHot::read);
    step(all, Pca.ID, "Principal components.", Pca.Options.class, Pca::new, Pca::read);
    step(
        all,
        Drop.ID,
        "Takes columns away: by name, uniform, correlated or constant ones.",
        Drop.Options.class,
        Drop::new,
        Dropped.reader(Drop.ID));
    step(
        all,
        SelectBest.ID,
        "Keeps the columns that tell the classes apart best.",
        SelectBest.Options.class,
        SelectBest::new,
        Dropped.reader(SelectBest.ID));
    step(
        all,
        PhysicsFeatures.ID,
        "Components, masses, angles and sums made of the declared four-momenta.",
        PhysicsFeatures.Options.class,
        PhysicsFeatures::new,
        FittedPhysics::read);
    return List.copyOf(all);
  }

  private static <O extends Record> void step(
      List<Extension<?>> all,
      String id,
      String description,
      Class<O> options,
      Function<O, Transformer> factory,
      TransformerReader reader) {
    all.add(Extension.of(Kinds.TRANSFORMER, id, description, options, factory));
    all.add(
        Extension.of(
            Kinds.TRANSFORMER_READER, id, "Reads a fitted step '" + id + "'.", () -> reader));
  }
}
