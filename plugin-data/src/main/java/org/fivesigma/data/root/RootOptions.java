package org.fivesigma.data.root;

import java.nio.file.Path;
import java.util.List;
import org.fivesigma.spi.option.Option;

/** Options of the root source. */
public record RootOptions(
    @Option(
            description = "The file or files; globs are read in lexicographic order.",
            example = "data/*.root",
            single = true)
        List<Path> path,
    @Option(
            description =
                "The tree, or several that are read one after the other, columns matched by name."
                    + " Default: the file's only tree.",
            value = "[]",
            example = "[sig_tree, bkg_tree]",
            single = true)
        List<String> tree,
    @Option(
            description =
                "Globs over branches, and single elements such as Jet_pt[0], missing where an event"
                    + " has fewer. Default: every branch with a fixed number of values per event.",
            value = "[]",
            example = "[\"MET_*\", \"Jet_pt[0]\"]",
            single = true)
        List<String> branches) {}
