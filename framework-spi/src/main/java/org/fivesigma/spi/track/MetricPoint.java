package org.fivesigma.spi.track;

import java.time.Instant;

/**
 * A value measured in a run.
 *
 * @param key {@code <part>/<metric>[/<detail>]}, such as {@code valid/auc}
 * @param value may be NaN or infinite
 * @param step optimiser steps or boosting rounds done
 * @param epoch epochs done, fractional within one
 * @param time when
 */
public record MetricPoint(String key, double value, long step, double epoch, Instant time) {}
