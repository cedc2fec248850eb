package org.fivesigma.data.toy;

/**
 * Some events in a row.
 *
 * @param from number of the first event
 * @param features one array per feature
 * @param weights physics weights
 * @param process index of the process; 0 is signal
 * @param likelihoodRatio exact ratio; empty where it is not made
 */
record ToyBlock(
    long from,
    int rows,
    float[][] features,
    double[] weights,
    int[] process,
    double[] likelihoodRatio) {

  static ToyBlock empty(ToyGenerator generator, long from, int rows) {
    return new ToyBlock(
        from,
        rows,
        new float[generator.features().size()][rows],
        new double[rows],
        new int[rows],
        new double[generator.likelihoodRatio() ? rows : 0]);
  }
}
