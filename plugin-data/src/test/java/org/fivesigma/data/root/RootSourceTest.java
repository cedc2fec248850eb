package org.fivesigma.data.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fivesigma.data.Loading;
import org.fivesigma.data.parquet.ParquetOptions;
import org.fivesigma.data.parquet.ParquetSource;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.TableLoader.As;
import org.fivesigma.spi.data.TableLoader.Loaded;
import org.fivesigma.spi.python.ManagedPython;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootSourceTest {
  @TempDir Path folder;

  @BeforeAll
  static void environment() {
    try {
      ManagedPython.ensure(
          UprootConverter.ENVIRONMENT, UprootConverter.REQUIREMENTS, System.out::println);
    } catch (UserError e) {
      System.out.println("skipped: no Python environment for ROOT files: " + e.getMessage());
      assumeTrue(false, "no Python environment for ROOT files");
    }
  }

  private static RootSource root(Path file, List<String> trees, String... branches) {
    return new RootSource(new RootOptions(List.of(file), trees, List.of(branches)));
  }

  private Loading loading(Path file, List<String> trees, String... branches) {
    return new Loading(folder.resolve("cache")).from(root(file, trees, branches));
  }

  private static float[] floats(Loaded loaded, String name) {
    return ((Column.Floats) loaded.table().column(name)).values();
  }

  @Test
  void csvAndRootTwinsGiveTheSameTable() {
    Path csv = SharedFiles.data("mlhep2016/exotic_higgs_train_10000.csv.gz");
    Path file = SharedFiles.data("mlhep2016/public_train_10000.root");
    Loading fromRoot = loading(file, List.of());
    List<String> names = new ArrayList<>(fromRoot.schema().keySet());
    Loading fromCsv = new Loading(folder.resolve("cache")).from(Loading.csv(csv));
    assertThat(fromCsv.schema().keySet()).containsExactlyInAnyOrderElementsOf(names);
    names.remove("event_id");
    Loaded a = fromRoot.want(As.ID, "event_id").want(As.FLOAT, names.toArray(String[]::new)).load();
    Loaded b = fromCsv.want(As.ID, "event_id").want(As.FLOAT, names.toArray(String[]::new)).load();
    assertThat(a.table().rows()).isEqualTo(10_000).isEqualTo(b.table().rows());
    assertThat(((Column.Longs) a.table().column("event_id")).values())
        .containsExactly(((Column.Longs) b.table().column("event_id")).values());
    for (String name : names) {
      float[] x = floats(a, name);
      float[] y = floats(b, name);
      for (int i = 0; i < x.length; i++) {
        // the csv has six significant digits
        assertThat(Math.abs(x[i] - y[i]) <= 1e-5 * Math.abs(y[i]))
            .as("%s[%d]: %s, %s", name, i, x[i], y[i])
            .isTrue();
      }
    }
  }

  @Test
  void severalTreesAreReadOneAfterTheOther() {
    Path file = SharedFiles.data("uci_higgs/Higgs_data.notebooks.root");
    UserError which =
        catchThrowableOfType(UserError.class, () -> loading(file, List.of()).schema());
    assertThat(which.code()).isEqualTo("which-tree");
    assertThat(which.hint().orElseThrow()).contains("sig_tree");
    UserError missing =
        catchThrowableOfType(UserError.class, () -> loading(file, List.of("sig_tre")).schema());
    assertThat(missing.code()).isEqualTo("missing-tree");
    assertThat(missing.key()).contains("data.source.tree");
    assertThat(missing.hint().orElseThrow()).contains("sig_tree");
    Loaded both = loading(file, List.of("sig_tree", "bkg_tree")).want(As.FLOAT, "lepton_pT").load();
    Loaded signal = loading(file, List.of("sig_tree")).want(As.FLOAT, "lepton_pT").load();
    assertThat(both.table().rows()).isEqualTo(20_000);
    assertThat(Arrays.copyOf(floats(both, "lepton_pT"), 10_000))
        .containsExactly(floats(signal, "lepton_pT"));
  }

  @Test
  void elementsOfJaggedAndFixedBranchesAreColumns() {
    Path file = SharedFiles.data("root_samples/uproot-HZZ.root");
    Loaded loaded =
        loading(file, List.of("events"), "NJet", "Jet_Px[0]", "Jet_Px[1]", "MET_*")
            .want(As.NATURAL, "NJet")
            .want(As.FLOAT, "Jet_Px[0]", "Jet_Px[1]", "MET_px")
            .load();
    for (int i = 0; i < loaded.table().rows(); i++) {
      double jets = loaded.table().column("NJet").number(i);
      assertThat(Float.isNaN(floats(loaded, "Jet_Px[0]")[i])).isEqualTo(jets < 1);
      assertThat(Float.isNaN(floats(loaded, "Jet_Px[1]")[i])).isEqualTo(jets < 2);
    }
    UserError whole =
        catchThrowableOfType(UserError.class, () -> loading(file, List.of(), "Jet_Px").schema());
    assertThat(whole.code()).isEqualTo("jagged-branch");
    assertThat(whole.key()).contains("data.source.branches");
    assertThat(whole.hint().orElseThrow()).contains("Jet_Px[0]");
    UserError unknown =
        catchThrowableOfType(UserError.class, () -> loading(file, List.of(), "NJets").schema());
    assertThat(unknown.code()).isEqualTo("missing-branch");
    assertThat(unknown.hint()).contains("did you mean 'NJet'?");
    Path flat = SharedFiles.data("root_samples/uproot-small-flat-tree.root");
    Loaded fixed =
        loading(flat, List.of(), "ArrayInt32[9]", "Int32")
            .want(As.FLOAT, "ArrayInt32[9]", "Int32")
            .load();
    assertThat(floats(fixed, "ArrayInt32[9]")).containsExactly(floats(fixed, "Int32"));
  }

  @Test
  void everySampleIsReadOrRefusedClearly() throws IOException {
    Path samples = SharedFiles.data("root_samples");
    try (Stream<Path> files = Files.list(samples);
        UprootConverter converter = new UprootConverter(line -> {})) {
      for (Path file : files.filter(f -> f.toString().endsWith(".root")).sorted().toList()) {
        Path parquet = folder.resolve(file.getFileName() + ".parquet");
        List<String> notes = new ArrayList<>();
        converter.convert(file, "", List.of(), parquet, notes::add);
        Loading loading =
            new Loading(folder).from(new ParquetSource(new ParquetOptions(List.of(parquet))));
        String[] numeric =
            loading.schema().entrySet().stream()
                .filter(e -> e.getValue().numeric())
                .map(java.util.Map.Entry::getKey)
                .limit(10)
                .toArray(String[]::new);
        assertThat(numeric).as(file.toString()).isNotEmpty();
        assertThat(loading.want(As.DOUBLE, numeric).load().table().rows()).isPositive();
        assertThat(notes).as(file.toString()).allMatch(note -> note.startsWith("left out"));
      }
    }
  }

  @Test
  void compressionsOfOneFileGiveOneTable() {
    Path plain = SharedFiles.data("root_samples/uproot-Zmumu-uncompressed.root");
    Path all = plain.resolveSibling("uproot-Zmumu-*.root");
    float[] pt = floats(loading(all, List.of()).want(As.FLOAT, "pt1").load(), "pt1");
    assertThat(pt).hasSize(5 * 2304);
    for (int i = 2304; i < pt.length; i++) {
      assertThat(pt[i]).isEqualTo(pt[i - 2304]);
    }
  }

  @Test
  void aFileThatIsNoRootFileIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.root"), "no root file at all\n".repeat(50));
    UserError error =
        catchThrowableOfType(UserError.class, () -> loading(text, List.of()).schema());
    assertThat(error.code()).isEqualTo("broken-file");
    Path whole = SharedFiles.data("root_samples/uproot-Zmumu-zlib.root");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.root");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    UserError half = catchThrowableOfType(UserError.class, () -> loading(cut, List.of()).schema());
    assertThat(half.code()).isEqualTo("broken-file");
  }
}
