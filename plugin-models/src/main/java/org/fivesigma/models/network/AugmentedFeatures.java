package org.fivesigma.models.network;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.fivesigma.models.network.symmetry.Angles;
import org.fivesigma.models.network.symmetry.Move;
import org.fivesigma.models.network.symmetry.Symmetry;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.transform.Pipeline;

/**
 * Training events that are turned and mirrored at random, anew in each epoch: the raw angles are
 * changed and everything behind them is computed again.
 */
final class AugmentedFeatures implements Features {
  private final float[][] raw;
  private final int rows;
  private final Pipeline pipeline;
  private final Angles angles;
  private final Set<Symmetry> kinds;
  private final Seeds seeds;
  private final int width;
  private float[][] batch;

  AugmentedFeatures(
      Columns columns, Pipeline pipeline, Angles angles, List<Symmetry> kinds, Seeds seeds) {
    this.rows = columns.rows();
    this.raw = new float[columns.names().size()][rows];
    for (int c = 0; c < raw.length; c++) {
      columns.read(c, 0, rows, raw[c], 0);
    }
    this.pipeline = pipeline;
    this.angles = angles;
    this.kinds = EnumSet.copyOf(kinds);
    this.seeds = seeds;
    this.width = pipeline.outputs().size();
    this.batch = new float[raw.length][0];
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void gather(int[] order, int from, int count, int epoch, float[] into) {
    if (batch[0].length < count) {
      batch = new float[raw.length][count];
    }
    for (int c = 0; c < raw.length; c++) {
      float[] source = raw[c];
      float[] target = batch[c];
      for (int i = 0; i < count; i++) {
        target[i] = source[order[from + i]];
      }
    }
    SplittableRandom random = seeds.stream("augment", epoch, from);
    for (int i = 0; i < count; i++) {
      angles.apply(Move.random(kinds, random), batch, i);
    }
    pipeline.transform(batch, count, into);
  }
}
