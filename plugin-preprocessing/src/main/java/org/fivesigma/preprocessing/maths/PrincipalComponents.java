package org.fivesigma.preprocessing.maths;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The directions of largest variance, in falling order; the largest entry of each is positive.
 *
 * @param variances variance along each direction
 * @param directions unit vectors, one array for each direction
 */
public record PrincipalComponents(double[] variances, double[][] directions) {

  /** All components of a covariance matrix. */
  public static PrincipalComponents of(double[][] covariance) {
    int n = covariance.length;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(new DMatrixRMaj(covariance))) {
      throw new IllegalArgumentException("the covariance matrix has no eigenvectors");
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
            .mapToInt(i -> i)
            .toArray();
    double[] variances = new double[n];
    double[][] directions = new double[n][];
    for (int k = 0; k < n; k++) {
      variances[k] = Math.max(0, eigen.getEigenvalue(order[k]).getReal());
      double[] direction = eigen.getEigenVector(order[k]).getData().clone();
      int largest = 0;
      for (int i = 1; i < n; i++) {
        largest = Math.abs(direction[i]) > Math.abs(direction[largest]) ? i : largest;
      }
      double sign = direction[largest] < 0 ? -1 : 1;
      directions[k] = Arrays.stream(direction).map(x -> sign * x).toArray();
    }
    return new PrincipalComponents(variances, directions);
  }

  /** How many components hold at least this part of the whole variance. */
  public int holding(double part) {
    double total = Arrays.stream(variances).sum();
    double sum = 0;
    for (int k = 0; k < variances.length; k++) {
      sum += variances[k];
      if (sum >= part * total) {
        return k + 1;
      }
    }
    return variances.length;
  }
}
