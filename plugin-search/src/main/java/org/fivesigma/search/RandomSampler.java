package org.fivesigma.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;

/** Draws every parameter uniformly on its scale (J. Bergstra and Y. Bengio, JMLR 13, 2012). */
final class RandomSampler implements Sampler {
  @Override
  public Map<String, Object> ask(Study study, int number) {
    SplittableRandom random = study.seeds().stream("random", number);
    return Draws.fresh(
        study,
        attempt -> {
          double[] point = new double[study.space().size()];
          for (int i = 0; i < point.length; i++) {
            point[i] = random.nextDouble();
          }
          return Draws.setting(study.space(), point);
        });
  }

  @Override
  public Optional<Long> size(List<Parameter> space) {
    return Draws.size(space);
  }
}
