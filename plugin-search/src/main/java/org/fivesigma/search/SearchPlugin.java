package org.fivesigma.search;

import java.util.List;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Plugin;
import org.fivesigma.spi.search.Pruner;
import org.fivesigma.spi.search.Sampler;

/** Offers samplers and pruners. */
public final class SearchPlugin implements Plugin {
  @Override
  public String name() {
    return "fivesigma-search";
  }

  @Override
  public List<Extension<?>> extensions() {
    return List.of(
        Extension.of(
            Sampler.KIND, "random", "Every parameter uniform on its scale.", RandomSampler::new),
        Extension.of(
            Sampler.KIND,
            "grid",
            "Every combination.",
            GridSampler.Options.class,
            GridSampler::new),
        Extension.of(
            Sampler.KIND,
            "sobol",
            "A scrambled Sobol sequence, which fills the space evenly.",
            SobolSampler::new),
        Extension.of(
            Sampler.KIND,
            "tpe",
            "Tree-structured Parzen estimator, multivariate.",
            TpeSampler.Options.class,
            TpeSampler::new),
        Extension.of(
            Sampler.KIND,
            "gp",
            "Gaussian process with expected improvement: few trials, each of which counts.",
            GpSampler.Options.class,
            GpSampler::new),
        Extension.of(
            Sampler.KIND,
            "auto",
            "Chooses grid, sobol, gp or tpe by the space and the budget.",
            AutoSampler::new),
        Extension.of(Pruner.KIND, "none", "Prunes nothing.", Pruners::none),
        Extension.of(
            Pruner.KIND,
            "median",
            "Prunes what is worse than the median of the others at the same step.",
            Pruners.MedianOptions.class,
            Pruners::median),
        Extension.of(
            Pruner.KIND,
            "asha",
            "Asynchronous successive halving.",
            Pruners.AshaOptions.class,
            Pruners::asha),
        Extension.of(
            Pruner.KIND,
            "patience",
            "Prunes what has stopped improving.",
            Pruners.PatienceOptions.class,
            Pruners::patience));
  }
}
