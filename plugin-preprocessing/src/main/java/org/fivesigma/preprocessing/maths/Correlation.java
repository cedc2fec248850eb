package org.fivesigma.preprocessing.maths;

/** Pearson's correlation of two columns over the rows in which neither is missing. */
public final class Correlation {
  private double n;
  private double sumX;
  private double sumY;
  private double sumXx;
  private double sumXy;
  private double sumYy;
  private double centerX;
  private double centerY;
  private boolean started;

  /** Adds rows. */
  public void add(double[] x, double[] y, int rows) {
    double[] s = new double[6];
    for (int r = 0; r < rows; r++) {
      if (Double.isNaN(x[r]) || Double.isNaN(y[r])) {
        continue;
      }
      if (!started) {
        started = true;
        centerX = x[r];
        centerY = y[r];
      }
      double a = x[r] - centerX;
      double b = y[r] - centerY;
      s[0]++;
      s[1] += a;
      s[2] += b;
      s[3] += a * a;
      s[4] += a * b;
      s[5] += b * b;
    }
    n += s[0];
    sumX += s[1];
    sumY += s[2];
    sumXx += s[3];
    sumXy += s[4];
    sumYy += s[5];
  }

  /** The correlation; NaN where one of the columns has no spread. */
  public double value() {
    double x = sumXx - sumX * sumX / n;
    double y = sumYy - sumY * sumY / n;
    double xy = sumXy - sumX * sumY / n;
    return x > 1e-12 * sumXx && y > 1e-12 * sumYy ? xy / Math.sqrt(x * y) : Double.NaN;
  }
}
