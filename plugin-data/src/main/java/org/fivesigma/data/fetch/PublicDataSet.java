package org.fivesigma.data.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.fivesigma.data.duckdb.NameHints;
import org.fivesigma.spi.UserError;

/**
 * A public data set that can be fetched.
 *
 * @param name as {@code data fetch} takes it
 * @param description one line
 * @param source where it comes from
 * @param file the name it is stored under
 * @param bytes its size, where it is known
 * @param sha256 of its content, where it is known; without it a gz file is unpacked to its end,
 *     which checks its own checksums, and the digest found is kept beside the file
 * @param licence under which it may be used
 */
public record PublicDataSet(
    String name,
    String description,
    URI source,
    String file,
    OptionalLong bytes,
    Optional<String> sha256,
    String licence) {

  /** Every data set there is. */
  public static List<PublicDataSet> all() {
    return List.of(
        new PublicDataSet(
            "higgsml",
            "ATLAS Higgs challenge 2014: 818,238 simulated events, CERN Open Data record 328",
            URI.create(
                "https://opendata.cern.ch/record/328/files/atlas-higgs-challenge-2014-v2.csv.gz"),
            "atlas-higgs-challenge-2014-v2.csv.gz",
            OptionalLong.empty(),
            Optional.empty(),
            "CC0"),
        new PublicDataSet(
            "uci-higgs",
            "UCI HIGGS: 11,000,000 simulated events, 28 features (Baldi, Sadowski, Whiteson 2014)",
            URI.create(
                "https://archive.ics.uci.edu/ml/machine-learning-databases/00280/HIGGS.csv.gz"),
            "HIGGS.csv.gz",
            OptionalLong.of(2_816_407_858L),
            Optional.of("ea302c18164d4e3d916a1e2e83a9a8d07069fa6ebc7771e4c0540d54e593b698"),
            "CC BY 4.0"),
        new PublicDataSet(
            "uci-susy",
            "UCI SUSY: 5,000,000 simulated events, 18 features (Baldi, Sadowski, Whiteson 2014)",
            URI.create(
                "https://archive.ics.uci.edu/ml/machine-learning-databases/00279/SUSY.csv.gz"),
            "SUSY.csv.gz",
            OptionalLong.empty(),
            Optional.empty(),
            "CC BY 4.0"),
        new PublicDataSet(
            "fair-universe",
            "FAIR Universe HiggsML uncertainty challenge: 220,099,101 events, Zenodo record 15131565",
            URI.create(
                "https://zenodo.org/records/15131565/files/FAIR_Universe_HiggsML_data.zip?download=1"),
            "FAIR_Universe_HiggsML_data.zip",
            OptionalLong.empty(),
            Optional.of("adaa3dd81a02663051aa93f960bc1c5ee67a78d25c091015bb020b1f9cd7dcb5"),
            "CC BY 4.0"));
  }

  /**
   * The data set of a name.
   *
   * @throws UserError {@code unknown-data-set} with near names
   */
  public static PublicDataSet named(String name) {
    List<String> names = all().stream().map(PublicDataSet::name).toList();
    return all().stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.of("unknown-data-set", "'" + name + "' is no public data set known here")
                    .hint(NameHints.hint(name, names)));
  }
}
