package org.fivesigma.models.network.schedule;

import org.fivesigma.spi.model.Schedule;

/** What a schedule counts. */
public enum Per {
  /** Optimiser steps. */
  STEP,
  /** Whole epochs. */
  EPOCH;

  /** Whole steps or epochs done, as a number to compute with. */
  double count(long step, Schedule.Setting setting) {
    long whole = this == STEP ? step : step / setting.stepsPerEpoch();
    return (double) whole;
  }
}
