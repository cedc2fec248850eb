package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fivesigma.testing.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TMVA user's file: one tree of signal and one of background. */
class RootTreesTest {
  @TempDir Path folder;

  @Test
  void theTreesBecomeTheClassesOfADraftThatRunsAndItsModelScoresATree() throws IOException {
    String file = SharedFiles.data("uci_higgs/Higgs_data.notebooks.root").toString();
    CommandLineRun which = CommandLineRun.in(folder, "init", file);
    assertThat(which.exit()).isEqualTo(2);
    assertThat(which.err()).contains("error[which-tree]", "sig_tree, bkg_tree", "--tree TREE");

    CommandLineRun draft =
        CommandLineRun.in(folder, "init", file, "--tree", "sig_tree,bkg_tree", "--out", "t.yaml");
    assertThat(draft.exit()).as(draft.err()).isZero();
    assertThat(Files.readString(folder.resolve("t.yaml")))
        .contains("tree: \"sig_tree\", class: signal}", "tree: \"bkg_tree\", class: background}")
        .doesNotContain("label:");

    CommandLineRun run =
        CommandLineRun.in(
            folder,
            "run",
            "t.yaml",
            "--set",
            "model.num_boost_round=5",
            "--set",
            "evaluate.plots=none");
    assertThat(run.exit()).as(run.err()).isZero();
    String model = run.runFolder().toString();
    CommandLineRun ambiguous =
        CommandLineRun.in(folder, "predict", model, "--in", file, "--out", "s.csv");
    assertThat(ambiguous.exit()).isEqualTo(2);
    assertThat(ambiguous.err()).contains("several trees", "--tree TREE");
    CommandLineRun wrong =
        CommandLineRun.in(
            folder, "predict", model, "--in", file, "--out", "s.csv", "--tree", "sig_tre");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("error[missing-tree]", "did you mean 'sig_tree'?");
    CommandLineRun scored =
        CommandLineRun.in(
            folder, "predict", model, "--in", file, "--out", "s.csv", "--tree", "bkg_tree");
    assertThat(scored.exit()).as(scored.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("s.csv"))).hasSize(10_001);
  }
}
