package org.fivesigma.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fivesigma.spi.search.Parameter;
import org.fivesigma.spi.search.Sampler;
import org.fivesigma.spi.search.Study;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * A scrambled Sobol sequence: points that fill the space evenly (random digital shift of Joe and
 * Kuo's sequence).
 */
final class SobolSampler implements Sampler {
  private static final double CELLS = 0x1p52;

  @Override
  public Map<String, Object> ask(Study study, int number) {
    int dimensions = study.space().size();
    SplittableRandom random = study.seeds().stream("sobol");
    long[] shift = new long[dimensions];
    for (int i = 0; i < dimensions; i++) {
      shift[i] = random.nextLong() >>> 12;
    }
    SobolSequenceGenerator sequence = new SobolSequenceGenerator(dimensions);
    double[] point = sequence.skipTo(number);
    for (int i = 0; i < dimensions; i++) {
      point[i] = (((long) (point[i] * CELLS)) ^ shift[i]) / CELLS;
    }
    return Draws.setting(study.space(), point);
  }

  @Override
  public Optional<Long> size(List<Parameter> space) {
    return Draws.size(space);
  }
}
