package org.fivesigma.spi;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The root of every random stream of a run. A stream is derived from the seed by its purpose and
 * index alone, so it does not matter who draws first, or on how many threads; no component makes an
 * unseeded generator.
 */
public record Seeds(long seed) {

  /** A fresh generator for a purpose, always the same for the same seed, purpose and indices. */
  public SplittableRandom stream(String purpose, long... index) {
    return new SplittableRandom(derive(purpose, index));
  }

  /** A seed for a library that takes one, derived like {@link #stream}. */
  public long derive(String purpose, long... index) {
    long h = mix(seed ^ 0x5deece66d5316acdL);
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      h = mix(h * 0x9e3779b97f4a7c15L + (b & 0xff) + 1);
    }
    for (long i : index) {
      h = mix(h * 0x9e3779b97f4a7c15L + mix(i + 0x632be59bd9b4e019L));
    }
    return h;
  }

  /**
   * The root of a part of the work (a member, a fold, a trial): its streams are apart from all
   * others.
   */
  public Seeds child(String purpose, long... index) {
    return new Seeds(derive(purpose, index));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
