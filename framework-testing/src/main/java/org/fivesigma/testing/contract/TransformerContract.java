package org.fivesigma.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.Momentum;
import org.fivesigma.spi.plugin.Extension;
import org.fivesigma.spi.plugin.Kinds;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FitData;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Transformer;
import org.fivesigma.spi.transform.TransformerReader;
import org.fivesigma.testing.States;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every {@link Transformer} does: a fit is repeatable, a fitted step is pure, treats each
 * event alone, and comes back from its state bit for bit through the reader of its id.
 */
public abstract class TransformerContract extends KindContract<Transformer> {
  private static final int ROWS = 500;

  /** The contract of kind {@code transformer}. */
  protected TransformerContract() {
    super(Kinds.TRANSFORMER);
  }

  /**
   * Columns that the step of this id is fitted on: positive numbers, numbers of both signs, whole
   * numbers, and the columns of a momentum; missing values in the second and third unless it cannot
   * have them.
   */
  protected FitData data(String id) {
    return data(true);
  }

  /** Some of the columns of {@link #data(boolean)}, for steps that take only such. */
  protected static FitData only(FitData data, String... wanted) {
    float[][] values = new float[wanted.length][ROWS];
    for (int c = 0; c < wanted.length; c++) {
      data.columns().read(data.columns().names().indexOf(wanted[c]), 0, ROWS, values[c], 0);
    }
    return new FitData(
        Columns.of(List.of(wanted), values, ROWS),
        data.weights(),
        data.labels(),
        List.of(),
        data.signalClass(),
        data.seeds(),
        data.threads(),
        data.notes());
  }

  /** The columns of {@link #data(String)}, with or without missing values. */
  protected static FitData data(boolean missing) {
    SplittableRandom random = new Seeds(11).stream("columns");
    List<String> names = List.of("positive", "signed", "whole", "tau_pt", "tau_eta", "tau_phi");
    float[][] values = new float[names.size()][ROWS];
    int[] labels = new int[ROWS];
    double[] weights = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % 2;
      weights[i] = 0.5 + random.nextDouble();
      values[0][i] = (float) Math.exp(random.nextGaussian());
      values[1][i] = (float) (3 * random.nextGaussian() - 1 + labels[i]);
      values[2][i] = random.nextInt(4);
      values[3][i] = (float) (20 + 30 * Math.exp(random.nextGaussian()));
      values[4][i] = (float) random.nextGaussian();
      values[5][i] = (float) (Math.PI * (2 * random.nextDouble() - 1));
      if (missing && random.nextInt(7) == 0) {
        values[1][i] = Float.NaN;
      }
      if (missing && random.nextInt(9) == 0) {
        values[2][i] = Float.NaN;
      }
    }
    Momentum tau =
        new Momentum(
            "tau", "tau_pt", Optional.of("tau_eta"), "tau_phi", Optional.empty(), Optional.empty());
    return new FitData(
        Columns.of(names, values, ROWS),
        weights,
        labels,
        List.of(tau),
        Optional.of(1),
        new Seeds(12),
        2,
        note -> {});
  }

  @Override
  protected Stream<DynamicTest> tests(Extension<Transformer> extension) {
    FitData data = data(extension.id());
    return Stream.of(
        holds("two fits are the same", () -> sameFit(extension, data)),
        holds(
            "inputs are columns it was given, outputs have one name each",
            () -> names(extension, data)),
        holds("applying changes no input and repeats", () -> pure(extension, data)),
        holds("an event is treated the same alone and among others", () -> alone(extension, data)),
        holds("its reader gives back the same step", () -> readBack(extension, data)),
        holds("a broken state is named", () -> brokenState(extension)),
        holds("column by column gives the same", () -> columnwise(extension, data)));
  }

  private FittedTransformer fit(Extension<Transformer> extension, FitData data) {
    return create(extension).fit(data);
  }

  private void sameFit(Extension<Transformer> extension, FitData data) {
    FittedTransformer first = fit(extension, data);
    FittedTransformer second = fit(extension, data);
    assertThat(second.state()).isEqualTo(first.state());
    assertThat(bits(apply(second, data))).isEqualTo(bits(apply(first, data)));
  }

  private void names(Extension<Transformer> extension, FitData data) {
    FittedTransformer fitted = fit(extension, data);
    assertThat(data.columns().names()).containsAll(fitted.inputs());
    assertThat(fitted.outputs()).doesNotHaveDuplicates();
    assertThat(new HashSet<>(fitted.inputs())).hasSameSizeAs(fitted.inputs());
  }

  private void pure(Extension<Transformer> extension, FitData data) {
    FittedTransformer fitted = fit(extension, data);
    double[][] in = inputs(fitted, data);
    double[][] kept = copy(in);
    double[][] out = new double[fitted.outputs().size()][ROWS];
    for (double[] column : out) {
      Arrays.fill(column, 1e300);
    }
    fitted.apply(in, ROWS, out);
    assertThat(bits(in)).isEqualTo(bits(kept));
    assertThat(bits(apply(fitted, data))).isEqualTo(bits(out));
    List<double[][]> together =
        IntStream.range(0, 8).parallel().mapToObj(i -> apply(fitted, data)).toList();
    assertThat(together).allSatisfy(o -> assertThat(bits(o)).isEqualTo(bits(out)));
  }

  private void alone(Extension<Transformer> extension, FitData data) {
    FittedTransformer fitted = fit(extension, data);
    double[][] in = inputs(fitted, data);
    double[][] all = apply(fitted, data);
    for (int row = 0; row < 40; row++) {
      double[][] one = new double[in.length][1];
      for (int c = 0; c < in.length; c++) {
        one[c][0] = in[c][row];
      }
      double[][] out = new double[all.length][1];
      fitted.apply(one, 1, out);
      for (int c = 0; c < all.length; c++) {
        assertThat(Double.valueOf(out[c][0])).isEqualTo(Double.valueOf(all[c][row]));
      }
    }
    fitted.apply(new double[in.length][0], 0, new double[all.length][0]);
  }

  private void readBack(Extension<Transformer> extension, FitData data) {
    FittedTransformer fitted = fit(extension, data);
    FittedTransformer read = reader(fitted.id()).read(States.copy(fitted.state()));
    assertThat(read.id()).isEqualTo(fitted.id());
    assertThat(read.inputs()).isEqualTo(fitted.inputs());
    assertThat(read.outputs()).isEqualTo(fitted.outputs());
    assertThat(read.state()).isEqualTo(fitted.state());
    assertThat(bits(apply(read, data))).isEqualTo(bits(apply(fitted, data)));
  }

  private void brokenState(Extension<Transformer> extension) {
    assertThatThrownBy(() -> reader(extension.id()).read(Map.of("nonsense", 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }

  private TransformerReader reader(String id) {
    Extension<TransformerReader> reader =
        underTest()
            .find(Kinds.TRANSFORMER_READER, id)
            .orElseThrow(() -> new AssertionError("no transformer_reader '" + id + "'"));
    return underTest().create(reader, Map.of());
  }

  private void columnwise(Extension<Transformer> extension, FitData data) {
    if (!(fit(extension, data) instanceof ColumnwiseTransformer fitted)) {
      return;
    }
    double[][] in = inputs(fitted, data);
    double[][] all = apply(fitted, data);
    for (int output = 0; output < all.length; output++) {
      double[] alone = new double[ROWS];
      double[] input = in[fitted.source(output)];
      fitted.apply(output, input, ROWS, alone);
      assertThat(alone).isEqualTo(all[output]);
      Optional<ColumnwiseTransformer.Affine> line = fitted.affine(output);
      for (int row = 0; row < ROWS && line.isPresent(); row++) {
        double expected = line.get().scale() * input[row] + line.get().offset();
        if (Double.isNaN(input[row])) {
          assertThat(alone[row]).isNaN();
        } else {
          assertThat(alone[row])
              .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
        }
      }
    }
  }

  private static double[][] inputs(FittedTransformer fitted, FitData data) {
    List<double[]> columns = new ArrayList<>();
    for (String name : fitted.inputs()) {
      float[] values = new float[ROWS];
      data.columns().read(data.columns().names().indexOf(name), 0, ROWS, values, 0);
      columns.add(IntStream.range(0, ROWS).mapToDouble(i -> values[i]).toArray());
    }
    return columns.toArray(double[][]::new);
  }

  private static double[][] apply(FittedTransformer fitted, FitData data) {
    double[][] out = new double[fitted.outputs().size()][ROWS];
    fitted.apply(inputs(fitted, data), ROWS, out);
    return out;
  }

  private static double[][] copy(double[][] values) {
    return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
  }

  /** For comparing: NaN equals NaN, and zeros differ by sign. */
  private static List<List<Double>> bits(double[][] values) {
    return Arrays.stream(values).map(c -> Arrays.stream(c).boxed().toList()).toList();
  }
}
