package org.fivesigma.core.events;

import java.util.Optional;
import org.fivesigma.core.spec.DataSpec;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.SourceSpec;
import org.fivesigma.spi.data.TableLoader;

/**
 * The weight of each event before policies and yields: column or number, times cross-section ·
 * luminosity / generated.
 */
final class SourceWeights {
  private SourceWeights() {}

  /**
   * One weight per event.
   *
   * @param dataWeight the weight column of sources without their own; a systematic variation
   *     replaces it
   */
  static double[] of(DataSpec data, TableLoader.Loaded loaded, Optional<String> dataWeight) {
    double[] weights = new double[loaded.table().rows()];
    int sources = data.source().size();
    double[] factor = new double[sources];
    Column[] column = new Column[sources];
    for (int s = 0; s < sources; s++) {
      SourceSpec source = data.source().get(s);
      String path = sources == 1 ? "data.source" : "data.source[" + s + "]";
      factor[s] = 1;
      Optional<Object> own = source.weight();
      if (own.isPresent() && own.get() instanceof Number number) {
        factor[s] = number.doubleValue();
      } else {
        Optional<String> name = own.map(String.class::cast).or(() -> dataWeight);
        column[s] = name.map(loaded.table()::column).orElse(null);
      }
      if (source.crossSection().isPresent()) {
        double generated =
            source
                .generated()
                .orElseGet(
                    () -> generated(loaded.accounts(), source, path, sourceIndex(data, source)));
        if (generated == 0) {
          throw UserError.of("zero-weights", "the weights of this source sum to zero").at(path);
        }
        factor[s] *= source.crossSection().get() * data.luminosity().orElse(Double.NaN) / generated;
      }
    }
    for (int i = 0; i < weights.length; i++) {
      int s = loaded.source()[i];
      double w = column[s] == null ? 1 : column[s].number(i);
      if (Double.isNaN(w) || Double.isInfinite(w)) {
        String key =
            data.source().get(s).weight().isPresent()
                ? (sources == 1 ? "data.source.weight" : "data.source[" + s + "].weight")
                : "data.weight";
        throw UserError.of(
                "nan-weight",
                "the weight of raw row "
                    + loaded.row()[i]
                    + " is "
                    + (Double.isNaN(w) ? "not a number" : "infinite"))
            .at(key)
            .hint("leave such events out by data.select, or mend the column");
      }
      weights[i] = w * factor[s];
    }
    return weights;
  }

  private static int sourceIndex(DataSpec data, SourceSpec source) {
    return data.source().indexOf(source);
  }

  private static double generated(
      java.util.List<TableLoader.Account> accounts, SourceSpec source, String path, int index) {
    if (source.rows().isPresent()) {
      throw UserError.of(
              "missing-generated",
              "rows cuts this source short, so the sum of generated weights cannot be taken from it")
          .at(path + ".cross_section")
          .hint("add generated: the sum of weights that the cross-section stands for");
    }
    return accounts.get(index).weightOfAll(); // with the source's own weight, column or number
  }
}
