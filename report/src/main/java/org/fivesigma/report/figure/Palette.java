package org.fivesigma.report.figure;

import java.awt.Color;
import java.util.List;

/** Colours that colour-blind readers tell apart (M. Okabe and K. Ito, Color universal design). */
final class Palette {
  static final Color INK = new Color(0x1a1a1a);
  static final Color GRID = new Color(0xe4e4e4);
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x000000));

  private Palette() {}

  /** The colour of a number; numbers beyond the last begin anew. */
  static Color colour(int number) {
    return COLOURS.get(Math.floorMod(number, COLOURS.size()));
  }

  /** From white to blue for 0 to 1. */
  static Color shade(double value) {
    return mix(Color.WHITE, COLOURS.get(0), Math.max(0, Math.min(1, value)));
  }

  /** From vermilion over white to blue for −1 to 1. */
  static Color diverging(double value) {
    double size = Math.max(0, Math.min(1, Math.abs(value)));
    return mix(Color.WHITE, COLOURS.get(value < 0 ? 1 : 0), size);
  }

  private static Color mix(Color from, Color to, double share) {
    return new Color(
        (int) Math.round(from.getRed() + share * (to.getRed() - from.getRed())),
        (int) Math.round(from.getGreen() + share * (to.getGreen() - from.getGreen())),
        (int) Math.round(from.getBlue() + share * (to.getBlue() - from.getBlue())));
  }
}
