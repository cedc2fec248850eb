package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.bundle.Checksums;
import org.fivesigma.core.folder.Json;
import org.fivesigma.core.plugin.PluginCatalog;
import org.fivesigma.core.plugin.PluginDiscovery;
import org.fivesigma.models.xgboost.XgboostPlugin;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that were saved once load forever; broken and hostile ones are refused in words. */
class SavedBundlesTest {
  private static final PluginCatalog CATALOG = PluginDiscovery.catalog(List.of());

  @TempDir private Path folder;

  private static Path saved() {
    return ProjectFolder.root().resolve("cli/src/test/resources/bundles");
  }

  static List<String> bundles() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> formats = Files.list(saved())) {
      for (Path format : formats.filter(Files::isDirectory).sorted().toList()) {
        try (Stream<Path> kinds = Files.list(format)) {
          kinds
              .filter(Files::isDirectory)
              .sorted()
              .forEach(k -> names.add(saved().relativize(k).toString()));
        }
      }
    }
    assertThat(names).hasSizeGreaterThanOrEqualTo(9);
    return names;
  }

  private void predictsAsSaved(Path model, Path bundle) throws IOException {
    CommandLineRun predict =
        CommandLineRun.in(
            folder,
            "predict",
            model.toString(),
            "--in",
            bundle.resolveSibling("events.csv").toString(),
            "--out",
            "scores.csv");
    assertThat(predict.exit()).as(predict.err()).isZero();
    List<String> now = Files.readAllLines(folder.resolve("scores.csv"));
    List<String> then = Files.readAllLines(bundle.resolve("scores.csv"));
    assertThat(now).hasSameSizeAs(then);
    // products of matrices may round differently on another processor
    boolean exact = !List.of("mlp", "ensemble").contains(bundle.getFileName().toString());
    for (int i = 0; i < then.size(); i++) {
      if (exact || i == 0) {
        assertThat(now.get(i)).isEqualTo(then.get(i));
      } else {
        assertThat(Double.parseDouble(now.get(i).split(",", -1)[1]))
            .isCloseTo(
                Double.parseDouble(then.get(i).split(",", -1)[1]),
                org.assertj.core.data.Offset.offset(1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void aSavedBundlePredictsAsItDid(String name) throws IOException {
    predictsAsSaved(saved().resolve(name).resolve("model"), saved().resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"xgboost", "folds"})
  void aZipIsAsGoodAsAFolder(String kind) throws IOException {
    Path bundle = saved().resolve("format-1").resolve(kind);
    CommandLineRun export =
        CommandLineRun.in(
            folder, "export", bundle.resolve("model").toString(), "--zip", "model.zip");
    assertThat(export.exit()).as(export.err()).isZero();
    assertThat(export.out().strip()).isEqualTo(folder.resolve("model.zip").toString());
    predictsAsSaved(folder.resolve("model.zip"), bundle);
    Bundle.zip(folder.resolve("model.zip"), folder.resolve("again.zip"));
    assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(folder.resolve("model.zip"));
    // as other programs zip a folder
    zip(bundle.resolve("model"), folder.resolve("other.zip"), "model/");
    predictsAsSaved(folder.resolve("other.zip"), bundle);
  }

  @Test
  void aBrokenBundleIsNotZipped() throws IOException {
    Path bundle = copy("xgboost");
    Files.writeString(bundle.resolve("pipelines/000.json"), "{}");
    CommandLineRun export = CommandLineRun.in(folder, "export", "copy", "--zip", "model.zip");
    assertThat(export.exit()).isEqualTo(2);
    assertThat(export.err()).contains("error[broken-bundle]", "pipelines/000.json was changed");
    assertThat(folder.resolve("model.zip")).doesNotExist();
  }

  @Test
  void noPluginIsNeededThatTheBundleDoesNotUse() {
    Path model = saved().resolve("format-1/xgboost/model");
    try (Bundle bundle = Bundle.load(model, PluginCatalog.of(new XgboostPlugin()), 1, "cpu")) {
      assertThat(bundle.models()).hasSize(1);
    }
    Path other = saved().resolve("format-1/logistic/model");
    assertThatThrownBy(() -> Bundle.load(other, PluginCatalog.of(new XgboostPlugin()), 1, "cpu"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("which no installed plugin reads");
  }

  private static void zip(Path from, Path to, String prefix) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to));
        Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(prefix + from.relativize(file)));
        Files.copy(file, out);
      }
    }
  }

  private Path copy(String kind) throws IOException {
    Path from = saved().resolve("format-1").resolve(kind).resolve("model");
    Path to = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  private void change(Path bundle, String key, Object value) throws IOException {
    Map<String, Object> manifest = Json.read(bundle.resolve("manifest.json"));
    manifest.put(key, value);
    Files.writeString(bundle.resolve("manifest.json"), Json.text(manifest));
  }

  /** Makes the sums right again, as someone would who wants to deceive. */
  private void resum(Path bundle) throws IOException {
    Map<String, Object> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(bundle)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = bundle.relativize(file).toString();
        if (!name.equals("manifest.json")) {
          sums.put(name, Checksums.of(file));
        }
      }
    }
    change(bundle, "files", sums);
  }

  private void refused(Path bundle, String... words) {
    CommandLineRun run =
        CommandLineRun.in(
            folder, "predict", bundle.toString(), "--in", "events.csv", "--out", "s.csv");
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("error[broken-bundle]", "cannot be used: ");
    for (String word : words) {
      assertThat(run.err()).contains(word);
    }
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void aChangedFileIsFound() throws IOException {
    Path bundle = copy("xgboost");
    byte[] bytes = Files.readAllBytes(bundle.resolve("models/000/model.ubj"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle.resolve("models/000/model.ubj"), bytes);
    refused(bundle, "models/000/model.ubj was changed");
  }

  @Test
  void aMissingAndAStrangeFileAreFound() throws IOException {
    Path bundle = copy("xgboost");
    Files.writeString(bundle.resolve("more.txt"), "x");
    refused(bundle, "does not list: more.txt");
    Files.delete(bundle.resolve("more.txt"));
    Files.delete(bundle.resolve("pipelines/000.json"));
    refused(bundle, "lacks the file pipelines/000.json");
  }

  @Test
  void aNewerFormatSaysSo() throws IOException {
    Path bundle = copy("xgboost");
    change(bundle, "format", 99L);
    refused(bundle, "its format is 99", "a newer version of the program wrote it");
    change(bundle, "format", "one");
    refused(bundle, "its format is one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "features",
        "classes",
        "signal_class",
        "id",
        "missing",
        "derive",
        "models",
        "folds",
        "provenance",
        "files",
        "name",
        "spectators"
      })
  void aManifestThatLacksAFieldOrHasAnotherTypeThere(String key) throws IOException {
    Path bundle = copy("xgboost");
    change(bundle, key, null);
    refused(bundle);
    change(bundle, key, List.of(Map.of("name", 3L)));
    refused(bundle);
    change(bundle, key, -5L);
    refused(bundle);
  }

  @Test
  void aHugeManifestIsNotRead() throws IOException {
    Path bundle = copy("xgboost");
    Files.writeString(bundle.resolve("manifest.json"), " ".repeat(65 << 20));
    refused(bundle, "manifest.json is larger than");
    Files.writeString(bundle.resolve("manifest.json"), "[".repeat(100_000));
    refused(bundle);
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path bundle = copy("xgboost");
    Path outside = Files.copy(bundle.resolve("pipelines/000.json"), folder.resolve("outside.json"));
    Files.delete(bundle.resolve("pipelines/000.json"));
    Files.createSymbolicLink(bundle.resolve("pipelines/000.json"), outside);
    refused(bundle, "a link or a special file: pipelines/000.json");
    Files.delete(bundle.resolve("pipelines/000.json"));
    Files.delete(bundle.resolve("pipelines"));
    Files.createSymbolicLink(bundle.resolve("pipelines"), folder);
    refused(bundle, "a link or a special file: pipelines");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/etc/evil", "a/../../evil", "a\\..\\evil", ".hidden", "a//b"})
  void aZipWithNamesThatLeadOutIsRefusedAndNothingIsWritten(String name) throws IOException {
    Path file = folder.resolve("evil.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("manifest.json"));
      out.write("{}".getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry(name));
      out.write(1);
    }
    refused(file, "whose name could lead out of it");
    assertThat(folder.resolveSibling("evil")).doesNotExist();
  }

  @Test
  void whatIsNoZipIsRefused() throws IOException {
    Files.writeString(folder.resolve("no.zip"), "no zip at all");
    refused(folder.resolve("no.zip"), "it is no zip");
    Bundle.zip(copy("xgboost"), folder.resolve("cut.zip"));
    byte[] bytes = Files.readAllBytes(folder.resolve("cut.zip"));
    Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    refused(folder.resolve("cut.zip"));
  }

  @Test
  void aPathOutOfTheBundleInsideItsModelIsRefused() throws IOException {
    Path bundle = copy("ensemble");
    String text = Files.readString(bundle.resolve("models/000/model.json"));
    for (String evil : List.of("../../../outside", "/etc", "..", "")) {
      Files.writeString(
          bundle.resolve("models/000/model.json"),
          text.replaceFirst("\"member-0+\"|\"member-[0-9]+\"", "\"" + evil + "\""));
      resum(bundle);
      refused(bundle);
    }
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() throws IOException {
    Path bundle = copy("mlp");
    Path weights = bundle.resolve("models/000/weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    int last = bytes.length - 4;
    bytes[last] = 0;
    bytes[last + 1] = 0;
    bytes[last + 2] = (byte) 0xC0;
    bytes[last + 3] = 0x7F;
    Files.write(weights, bytes);
    resum(bundle);
    refused(bundle, "holds NaN");
  }

  @Test
  void aNetworkThatClaimsMoreThanItHasTakesNoMemory() throws IOException {
    Path bundle = copy("mlp");
    Path model = bundle.resolve("models/000/model.json");
    Files.writeString(
        model,
        Files.readString(model)
            .replaceFirst("\"hidden\" : \\[ 6, 5 \\]", "\"hidden\" : [ 40000, 40000 ]"));
    resum(bundle);
    refused(bundle, "values for a network of");
  }

  @Test
  void sqlThatReadsFilesIsRefused() throws IOException {
    for (String sql :
        List.of(
            "(select content from read_text('/etc/passwd'))",
            "(FROM read_csv('x'))",
            "getenv('HOME')",
            "1; copy x to 'y'",
            "x -- y")) {
      Path bundle = folder.resolve("copy");
      if (!Files.exists(bundle)) {
        copy("xgboost");
      }
      change(bundle, "derive", Map.of("m_vis", sql));
      refused(bundle, "the formula of its column 'm_vis'");
    }
    change(folder.resolve("copy"), "derive", Map.of("m_vis", "sqrt(pow(tau_pt, 2)) + 'from'"));
    CommandLineRun run =
        CommandLineRun.in(folder, "predict", "copy", "--in", "none.csv", "--out", "s.csv");
    assertThat(run.err()).doesNotContain("broken-bundle");
  }

  /** With right sums, so that the readers themselves have to notice. */
  @ParameterizedTest
  @ValueSource(strings = {"xgboost", "dart", "gblinear", "logistic", "mlp", "ensemble", "stack"})
  void damagedBytesNeverDoWorseThanAnError(String kind) throws IOException {
    Path bundle = copy(kind);
    Map<Path, byte[]> originals = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(bundle)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        originals.put(file, Files.readAllBytes(file));
      }
    }
    List<Path> names = List.copyOf(originals.keySet());
    RandomGenerator random = new Seeds(1).stream("damage", kind.hashCode());
    for (int i = 0; i < 60; i++) {
      Path victim = names.get(random.nextInt(names.size()));
      byte[] bytes = originals.get(victim).clone();
      int changes = 1 + random.nextInt(3);
      for (int c = 0; c < changes; c++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(
          victim,
          random.nextInt(8) == 0 ? java.util.Arrays.copyOf(bytes, bytes.length / 2) : bytes);
      boolean readable = !victim.endsWith("manifest.json");
      if (readable) {
        resum(bundle);
      }
      assertThatCode(
              () -> {
                try (Bundle loaded = Bundle.load(bundle, CATALOG, 1, "cpu")) {
                  assertThat(loaded.models()).isNotEmpty();
                } catch (UserError e) {
                  assertThat(e.code()).isEqualTo("broken-bundle");
                }
              })
          .doesNotThrowAnyException();
      for (Map.Entry<Path, byte[]> original : originals.entrySet()) {
        Files.write(original.getKey(), original.getValue());
      }
    }
  }
}
