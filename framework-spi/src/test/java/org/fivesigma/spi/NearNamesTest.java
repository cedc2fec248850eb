package org.fivesigma.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNamesTest {
  private static final List<String> NAMES =
      List.of("max_depth", "eta", "min_child_weight", "gamma", "xgboost", "mlp", "auc", "ams");

  @ParameterizedTest
  @CsvSource({
    "max_dept,max_depth",
    "max-depth,max_depth",
    "MAX_DEPTH,max_depth",
    "min_child_wieght,min_child_weight",
    "xgbost,xgboost",
    "acu,auc",
    "mpl,mlp",
    "eat,eta"
  })
  void aTypingErrorFindsTheName(String given, String meant) {
    assertThat(NearNames.nearest(given, NAMES)).contains(meant);
    assertThat(NearNames.hint(given, NAMES)).contains("did you mean '" + meant + "'?");
  }

  @Test
  void nothingIsNearAnotherWord() {
    assertThat(NearNames.nearest("colour", NAMES)).isEmpty();
    assertThat(NearNames.nearest("", NAMES)).isEmpty();
    assertThat(NearNames.nearest("x", List.of("y"))).isEmpty();
  }
}
