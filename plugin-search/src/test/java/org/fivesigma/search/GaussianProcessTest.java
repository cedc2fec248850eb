package org.fivesigma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fivesigma.spi.search.Domain;
import org.fivesigma.spi.search.Parameter;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {
  private static final int D = 3;

  private static UnitSpace space() {
    List<Parameter> parameters =
        IntStream.range(0, D)
            .mapToObj(j -> new Parameter("p" + j, new Domain.Floats(0, 1, false, 0), Map.of()))
            .toList();
    return new UnitSpace(parameters);
  }

  private static double[][] points(int n) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] x = new double[n][D];
    for (double[] row : x) {
      Arrays.setAll(row, j -> random.nextDouble());
    }
    return x;
  }

  private static double[] values(double[][] x) {
    return Arrays.stream(x).mapToDouble(p -> Math.sin(6 * p[0]) + p[1] * p[1] - p[2]).toArray();
  }

  private static GaussianProcess process(double[][] x, double noise) {
    double[] variances = new double[x.length];
    Arrays.fill(variances, noise);
    GpKernel kernel = new GpKernel(space(), new double[] {-0.7, -0.3, 0.2}, 1.1);
    return new GaussianProcess(kernel, x, values(x), variances);
  }

  @Test
  void theCorrelationIsTheMaternFunction() {
    assertThat(GpKernel.correlation(0)).isEqualTo(1);
    double r = 0.7;
    double s = Math.sqrt(5) * r;
    assertThat(GpKernel.correlation(r * r))
        .isCloseTo((1 + s + 5 * r * r / 3) * Math.exp(-s), within(1e-15));
    double h = 1e-6;
    double slope = (GpKernel.correlation(0.49 + h) - GpKernel.correlation(0.49 - h)) / (2 * h);
    assertThat(GpKernel.slope(0.49)).isCloseTo(slope, within(1e-9));
  }

  @Test
  void withoutNoiseItPassesThroughTheValues() {
    double[][] x = points(15);
    double[] y = values(x);
    GaussianProcess process = process(x, 1e-10);
    for (int i = 0; i < y.length; i++) {
      assertThat(process.at(x[i]).mean()).isCloseTo(y[i], within(1e-6));
      assertThat(process.at(x[i]).variance()).isLessThan(1e-6);
    }
  }

  @Test
  void pointsThatAreThereTwiceAreBorne() {
    double[][] x = points(10);
    double[][] twice = Arrays.copyOf(x, 20);
    System.arraycopy(x, 0, twice, 10, 10);
    assertThat(process(twice, 0).at(x[0]).mean()).isCloseTo(values(x)[0], within(1e-3));
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    GaussianProcess process = process(points(15), 1e-4);
    double[] at = {0.3, 0.6, 0.2};
    double[] ofMean = new double[D];
    double[] ofVariance = new double[D];
    process.at(at, ofMean, ofVariance);
    for (double best : new double[] {-0.5, -4, -40}) {
      LogExpectedImprovement improvement = new LogExpectedImprovement(process, best);
      double[] gradient = new double[D];
      double value = improvement.at(at, gradient);
      assertThat(improvement.at(at)).isCloseTo(value, within(1e-9 * Math.abs(value)));
      for (int j = 0; j < D; j++) {
        double h = 1e-6;
        double[] up = at.clone();
        double[] down = at.clone();
        up[j] += h;
        down[j] -= h;
        double slope = (improvement.at(up) - improvement.at(down)) / (2 * h);
        assertThat(gradient[j]).isCloseTo(slope, within(1e-4 * (1 + Math.abs(slope))));
        double meanSlope = (process.at(up).mean() - process.at(down).mean()) / (2 * h);
        assertThat(ofMean[j]).isCloseTo(meanSlope, within(1e-5));
      }
    }
  }

  @Test
  void theImprovementDoesNotUnderflow() {
    assertThat(LogExpectedImprovement.logH(0))
        .isCloseTo(Math.log(1 / Math.sqrt(2 * Math.PI)), within(1e-12));
    double before = LogExpectedImprovement.logH(-4);
    for (double z : new double[] {-4.999, -5.001, -10, -100, -999, -1001, -1e6}) {
      double now = LogExpectedImprovement.logH(z);
      assertThat(now).isFinite().isLessThan(before);
      before = now;
    }
    assertThat(LogExpectedImprovement.logH(-5.0000001))
        .isCloseTo(LogExpectedImprovement.logH(-4.9999999), within(1e-5));
  }

  @Test
  void theFitFindsWhichParameterDoesNothing() {
    double[][] x = points(40);
    double[] y = Arrays.stream(x).mapToDouble(p -> Math.sin(6 * p[0]) + p[1]).toArray();
    GpFit.Fitted fitted = new GpFit(space(), x, y, new double[40]).fit(40);
    double[] scales = fitted.kernel().logScales();
    assertThat(scales[2]).isGreaterThan(scales[0] + 1);
    assertThat(fitted.noise()).isLessThan(1e-3);
  }

  @Test
  void theMinimiserStopsAtTheBoundsOfRosenbrocksValley() {
    BoundedMinimiser.Smooth valley =
        (z, g) -> {
          double a = z[1] - z[0] * z[0];
          g[0] = -400 * z[0] * a - 2 * (1 - z[0]);
          g[1] = 200 * a;
          return 100 * a * a + (1 - z[0]) * (1 - z[0]);
        };
    double[] free =
        new BoundedMinimiser(new double[] {-2, -2}, new double[] {2, 2}, 300, 1e-14)
            .minimise(new double[] {-1.2, 1}, valley)
            .x();
    assertThat(free[0]).isCloseTo(1, within(1e-3));
    BoundedMinimiser.Minimum cut =
        new BoundedMinimiser(new double[] {-2, -2}, new double[] {2, 0.5}, 300, 1e-14)
            .minimise(new double[] {-1.2, 0.3}, valley);
    assertThat(cut.x()[1]).isEqualTo(0.5);
    assertThat(cut.value()).isCloseTo(0.0853, within(1e-3));
  }
}
