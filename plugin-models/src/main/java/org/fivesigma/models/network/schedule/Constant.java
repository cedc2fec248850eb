package org.fivesigma.models.network.schedule;

import org.fivesigma.spi.model.Schedule;

/** The optimiser's learning rate throughout. */
public final class Constant implements Schedule {
  @Override
  public Course start(Setting setting) {
    return step -> setting.learningRate();
  }
}
