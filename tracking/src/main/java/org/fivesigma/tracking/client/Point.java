package org.fivesigma.tracking.client;

/**
 * A metric point in the server's terms.
 *
 * @param key a name that the server takes
 * @param value as the server stores it: an infinity is the largest double
 * @param time milliseconds since 1970
 */
public record Point(String key, double value, long step, long time) {
  /** The point with its value as the server will give it back. */
  public Point {
    if (Double.isInfinite(value)) {
      value = Math.copySign(Double.MAX_VALUE, value);
    }
  }

  /** What makes two points the same whatever their time: key, step and value. */
  public Identity identity() {
    return new Identity(key, step, Double.doubleToLongBits(value == 0 ? 0.0 : value));
  }

  /** Key, step and value of a point. */
  public record Identity(String key, long step, long bits) {}
}
