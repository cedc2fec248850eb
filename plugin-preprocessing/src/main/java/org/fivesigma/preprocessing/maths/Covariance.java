package org.fivesigma.preprocessing.maths;

/**
 * Sums of products of several columns, gathered block by block relative to given centres, from
 * which covariances follow. Sums of blocks that were gathered apart can be added up.
 */
public final class Covariance {
  private final double[] centers;
  private final double[] sums;
  private final double[][] products;
  private long rows;

  /** No rows yet; {@code centers} are numbers near the means of the columns. */
  public Covariance(double[] centers) {
    int width = centers.length;
    this.centers = centers;
    this.sums = new double[width];
    this.products = new double[width][width];
  }

  /**
   * Adds rows.
   *
   * @param columns one array for each column, none missing; the centres are subtracted in place
   */
  public void add(double[][] columns, int n) {
    rows += n;
    for (int i = 0; i < columns.length; i++) {
      double center = centers[i];
      double[] column = columns[i];
      double sum = 0;
      for (int r = 0; r < n; r++) {
        column[r] -= center;
        sum += column[r];
      }
      sums[i] += sum;
      for (int j = 0; j <= i; j++) {
        products[i][j] += dot(column, columns[j], n);
      }
    }
  }

  private static double dot(double[] a, double[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int r = 0;
    for (; r + 3 < n; r += 4) {
      s0 += a[r] * b[r];
      s1 += a[r + 1] * b[r + 1];
      s2 += a[r + 2] * b[r + 2];
      s3 += a[r + 3] * b[r + 3];
    }
    for (; r < n; r++) {
      s0 += a[r] * b[r];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Adds the sums of other rows, gathered about the same centres. */
  public void add(Covariance other) {
    rows += other.rows;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
      for (int j = 0; j <= i; j++) {
        products[i][j] += other.products[i][j];
      }
    }
  }

  /** Number of rows. */
  public long rows() {
    return rows;
  }

  /** Means of the columns. */
  public double[] means() {
    double[] means = new double[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = centers[i] + sums[i] / rows;
    }
    return means;
  }

  /** The covariance matrix, divided by rows − 1. */
  public double[][] matrix() {
    int width = sums.length;
    double[][] matrix = new double[width][width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = (products[i][j] - sums[i] * sums[j] / rows) / (rows - 1.0);
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }
}
