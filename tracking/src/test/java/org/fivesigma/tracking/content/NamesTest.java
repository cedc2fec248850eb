package org.fivesigma.tracking.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void ordinaryNamesStayAsTheyAre() {
    Names names = new Names();
    assertThat(names.of("test/auc")).isEqualTo("test/auc");
    assertThat(names.of("background_rejection/0.3")).isEqualTo("background_rejection/0.3");
    assertThat(names.of("x y-z")).isEqualTo("x y-z");
    assertThat(names.changed()).isEmpty();
  }

  @Test
  void greekAndSignsBecomeReadable() {
    Names names = new Names();
    assertThat(names.of("test/μ_pt")).isEqualTo("test/mu_pt");
    assertThat(names.of("ams@0.15")).isEqualTo("ams_at_0.15");
    assertThat(names.of("Δφ²")).isEqualTo("Deltaphi2");
    assertThat(names.of("größe")).isEqualTo("gro_e");
    assertThat(names.changed()).containsEntry("mu_pt", "μ_pt");
  }

  @Test
  void oneEntryExplainsAllNamesOfAVariant() {
    Names names = new Names();
    for (String metric : new String[] {"test/auc", "test/ams", "valid/auc"}) {
      assertThat(names.of("features=low,model=deep/" + metric))
          .isEqualTo("features-low model-deep/" + metric);
    }
    assertThat(names.changed())
        .isEqualTo(Map.of("features-low model-deep", "features=low,model=deep"));
    names.of("features=low model=deep/x");
    assertThat(names.changed())
        .containsEntry("features-low model-deep/x", "features=low model=deep/x");
  }

  @Test
  void pathsHaveNoEmptyPartsAndNoDots() {
    Names names = new Names();
    assertThat(names.of("/a//b/")).isEqualTo("_/a/_/b/_");
    assertThat(names.of("../x")).isEqualTo("_../x");
    assertThat(names.of("")).isEqualTo("_");
  }

  @Test
  void twoNamesThatWouldBeOneAreToldApart() {
    Names names = new Names();
    assertThat(names.of("a@b")).isEqualTo("a_at_b");
    assertThat(names.of("a_at_b")).startsWith("a_at_b-").isNotEqualTo("a_at_b");
    assertThat(names.of("a@b")).isEqualTo("a_at_b");
  }

  @Property(tries = 300)
  void everyNameIsOneThatEveryServerTakesAndNoTwoAreTheSame(
      @ForAll @Size(max = 20) Set<String> originals) {
    Names names = new Names();
    Map<String, String> all = originals.stream().collect(Collectors.toMap(o -> o, names::of));
    assertThat(all.values()).doesNotHaveDuplicates();
    assertThat(all.values())
        .allSatisfy(
            name -> {
              assertThat(name).matches("[A-Za-z0-9_./ -]{1,250}");
              assertThat(name.split("/", -1)).doesNotContain("", ".", "..");
            });
  }

  @Test
  void longNamesAreCutAndStillTellApart() {
    Names names = new Names();
    String a = names.of("x".repeat(300) + "a");
    String b = names.of("x".repeat(300) + "b");
    assertThat(a).hasSize(250).isNotEqualTo(b);
    assertThat(b).hasSize(250);
  }
}
