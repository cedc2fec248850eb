package org.fivesigma.core.bundle;

/**
 * What a bundle decides from scores.
 *
 * @param classes index of the likeliest class of each event
 * @param accepted 1 where the cut accepts the event, 0 where it does not, −1 without a cut
 */
public record Decisions(int[] classes, int[] accepted) {

  /**
   * Decides. Binary: the second class from 0.5 on, accepted when score ≥ cut. Else the class of the
   * largest score, accepted when that is the signal and its score ≥ cut.
   *
   * @param scores row-major, one per event when binary, else one per class
   */
  public static Decisions of(BundleManifest manifest, double[] scores, int rows) {
    int classes = manifest.classes().size();
    int outputs = classes == 2 ? 1 : classes;
    int[] chosen = new int[rows];
    int[] accepted = new int[rows];
    for (int i = 0; i < rows; i++) {
      int at = i * outputs;
      if (classes == 2) {
        chosen[i] = scores[at] >= 0.5 ? 1 : 0;
      } else {
        for (int c = 1; c < classes; c++) {
          chosen[i] = scores[at + c] > scores[at + chosen[i]] ? c : chosen[i];
        }
      }
      double signalScore = classes == 2 ? scores[at] : scores[at + manifest.signal()];
      boolean selectable = classes == 2 || chosen[i] == manifest.signal();
      accepted[i] =
          manifest.cut().isEmpty() ? -1 : selectable && signalScore >= manifest.cut().get() ? 1 : 0;
    }
    return new Decisions(chosen, accepted);
  }
}
