package org.fivesigma.preprocessing.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class DirectionsTest {
  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Property
  void componentsAreCosineAndSine(@ForAll @DoubleRange(min = -2e5, max = 2e5) double far) {
    double[] phi = {far, far * 1e-4, far * 2e-5, 0, Math.PI / 2, -Math.PI, Double.NaN};
    double[] px = new double[phi.length];
    double[] py = new double[phi.length];
    Directions.transverse(ones(phi.length), phi, phi.length, px, py);
    for (int r = 0; r + 1 < phi.length; r++) {
      assertThat(px[r]).isCloseTo(Math.cos(phi[r]), offset(3e-16));
      assertThat(py[r]).isCloseTo(Math.sin(phi[r]), offset(3e-16));
    }
    assertThat(px[6]).isNaN();
    assertThat(py[6]).isNaN();
  }

  @Property
  void theThirdComponentIsTheHyperbolicSine(@ForAll @DoubleRange(min = -20, max = 20) double wide) {
    double[] eta = {wide, wide * 0.1, wide * 1e-6, 0, 12, -12.5, Double.NaN};
    double[] pz = new double[eta.length];
    Directions.longitudinal(ones(eta.length), eta, eta.length, pz);
    for (int r = 0; r + 1 < eta.length; r++) {
      double expected = Math.sinh(eta[r]);
      assertThat(pz[r]).isCloseTo(expected, offset(2e-14 * Math.abs(expected)));
    }
    assertThat(pz[6]).isNaN();
  }

  /** Rotating about the beam and mirroring along it changes no quantity between objects. */
  @Test
  void anglesAndMassesAreTheSameInTheCommonFrame() {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 500;
    double[][] pt = new double[3][];
    double[][] eta = new double[3][];
    double[][] phi = new double[3][];
    for (int m = 0; m < 3; m++) {
      pt[m] = random.doubles(rows, 20, 200).toArray();
      eta[m] = m == 2 ? null : random.doubles(rows, -3, 3).toArray();
      phi[m] = random.doubles(rows, -Math.PI, Math.PI).toArray();
    }
    double[][] none = new double[3][];
    Kinematics events = new Kinematics(rows, pt, eta, phi, none, none);
    Kinematics turned = events.inFrameOf(0, 1);
    for (Quantity quantity : Quantity.values()) {
      if (!quantity.single()) {
        continue;
      }
      int[] of =
          switch (quantity.least()) {
            case 1 -> quantity == Quantity.VISIBLE_MASS ? new int[] {0, 1} : new int[] {0, 1, 2};
            case 2 -> new int[] {0, 1};
            default -> quantity.needsEta() ? new int[] {0, 1, 0} : new int[] {2, 0, 1};
          };
      double[] before = new double[rows];
      double[] after = new double[rows];
      quantity.compute(events, of, before);
      quantity.compute(turned, of, after);
      for (int r = 0; r < rows; r++) {
        assertThat(after[r])
            .as("%s row %s", quantity, r)
            .isCloseTo(before[r], offset(1e-9 * (1 + Math.abs(before[r]))));
      }
    }
    for (int r = 0; r < rows; r++) {
      assertThat(turned.phi(0)[r]).isCloseTo(0, offset(1e-15));
      assertThat(turned.phi(1)[r]).isBetween(0.0, Math.PI);
      assertThat(turned.eta(0)[r]).isPositive();
      assertThat(turned.py(0)[r]).isCloseTo(0, offset(1e-12));
    }
  }
}
