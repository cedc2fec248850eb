package org.fivesigma.models.network.schedule;

import org.fivesigma.spi.model.Schedule;

/** Schedules without options. */
public final class Schedules {
  private Schedules() {}

  /** Always the optimiser's learning rate. */
  public static Schedule constant() {
    return setting -> step -> setting.learningRate();
  }
}
