package org.fivesigma.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Arrows point one way: cli → core → spi ← plugins; each engine is seen by one package. */
@AnalyzeClasses(packages = "org.fivesigma", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String SPI = "org.fivesigma.spi..";
  private static final String CORE = "org.fivesigma.core..";
  private static final String CLI = "org.fivesigma.cli..";
  private static final String SERVING = "org.fivesigma.serving..";
  private static final String[] PLUGINS = {
    "org.fivesigma.data..",
    "org.fivesigma.preprocessing..",
    "org.fivesigma.models..",
    "org.fivesigma.metrics..",
    "org.fivesigma.search..",
    "org.fivesigma.tracking..",
    "org.fivesigma.report.."
  };

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAPackage("org.fivesigma..");
  }

  private static DescribedPredicate<JavaClass> oursOutside(String... packages) {
    return ours().and(not(resideInAnyPackage(packages)));
  }

  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return not(resideInAnyPackage(packages));
  }

  @ArchTest
  static final ArchRule the_spi_sees_nothing_but_the_jdk =
      noClasses()
          .that()
          .resideInAPackage(SPI)
          .should()
          .dependOnClassesThat(outside(SPI, "java..", "javax.."));

  @ArchTest
  static final ArchRule the_core_names_no_plugin =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat(oursOutside(CORE, SPI));

  @ArchTest
  static final ArchRule plugins_do_not_see_the_core =
      noClasses()
          .that()
          .resideInAnyPackage(PLUGINS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CORE, CLI, SERVING);

  @ArchTest static final ArchRule data_sees_no_other_plugin = seesNoOtherPlugin("data");

  @ArchTest
  static final ArchRule preprocessing_sees_no_other_plugin = seesNoOtherPlugin("preprocessing");

  @ArchTest static final ArchRule models_see_no_other_plugin = seesNoOtherPlugin("models");

  @ArchTest static final ArchRule metrics_see_no_other_plugin = seesNoOtherPlugin("metrics");

  @ArchTest static final ArchRule search_sees_no_other_plugin = seesNoOtherPlugin("search");

  @ArchTest static final ArchRule tracking_sees_no_other_plugin = seesNoOtherPlugin("tracking");

  @ArchTest static final ArchRule report_sees_no_other_plugin = seesNoOtherPlugin("report");

  @ArchTest
  static final ArchRule nothing_sees_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule the_command_line_sees_no_plugin =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PLUGINS);

  @ArchTest
  static final ArchRule serving_sees_the_core_and_no_plugin =
      noClasses()
          .that()
          .resideInAPackage(SERVING)
          .should()
          .dependOnClassesThat(oursOutside(SERVING, CORE, SPI));

  @ArchTest
  static final ArchRule only_serving_sees_http_and_onnx =
      isSeenOnlyBy(SERVING, "org.eclipse.jetty..", "ai.onnxruntime..");

  @ArchTest
  static final ArchRule only_networks_see_djl =
      isSeenOnlyBy("org.fivesigma.models.network..", "ai.djl..");

  @ArchTest
  static final ArchRule only_one_class_sees_the_internals_of_djls_engine =
      noClasses()
          .that()
          .haveNameNotMatching("org\\.fivesigma\\.models\\.network\\.Torch(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl.pytorch..");

  @ArchTest
  static final ArchRule only_xgboost_sees_xgboost4j =
      isSeenOnlyBy("org.fivesigma.models.xgboost..", "ml.dmlc..");

  @ArchTest
  static final ArchRule only_tracking_sees_mlflow =
      isSeenOnlyBy("org.fivesigma.tracking..", "org.mlflow..");

  @ArchTest
  static final ArchRule only_data_sees_duckdb =
      isSeenOnlyBy("org.fivesigma.data..", "org.duckdb..");

  @ArchTest
  static final ArchRule only_the_command_line_sees_picocli =
      isSeenOnlyBy(CLI, "picocli..", "me.tongfei..");

  @ArchTest
  static final ArchRule no_generator_without_a_seed =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(SplittableRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(ThreadLocalRandom.class);

  @ArchTest
  static final ArchRule no_java_serialisation =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class);

  @ArchTest
  static final ArchRule only_the_console_prints =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.fivesigma.cli.Console")
          .and()
          // A program of its own, which speaks with the run over its streams.
          .doNotHaveFullyQualifiedName("org.fivesigma.tracking.sender.SenderMain")
          .and()
          .resideOutsideOfPackage("org.fivesigma.testing..")
          .should(ACCESS_STANDARD_STREAMS);

  private static ArchRule seesNoOtherPlugin(String name) {
    String own = "org.fivesigma." + name + "..";
    return noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(oursOutside(own, SPI))
        .allowEmptyShould(true);
  }

  private static ArchRule isSeenOnlyBy(String seeing, String... seen) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(seeing)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(seen);
  }
}
