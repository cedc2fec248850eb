package org.fivesigma.core.run;

import java.util.Map;

/** What happens in one run, told to all who listen: history file, log, tracker, pruner, console. */
interface RunEvents {
  /** Values measured after a step. */
  void metrics(long step, double epoch, Map<String, Double> values);

  /**
   * How long each round or epoch up to a step took, in seconds; kept apart from what is measured.
   */
  void timing(long step, double epoch, String key, double seconds);

  /** One line for the log and the user. */
  void log(String line);

  /** A warning: log, user, report. */
  void warn(String line);

  /** How far the work is. */
  void progress(String what, long done, long total, String unit);

  /** Gives whoever may stop this training the chance to throw. */
  void check();
}
