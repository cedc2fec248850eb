package org.fivesigma.spi.track;

/**
 * Shows runs elsewhere: MLflow, a CSV file, a hosted service (kind {@code tracker}). An experiment
 * names one in {@code tracking: {type: …}}.
 *
 * <p>The contract of a tracker, its session and its runs:
 *
 * <ul>
 *   <li><b>It never blocks training.</b> Everything but {@link TrackerSession#close} and {@link
 *       TrackerSession#sync} returns at once; a tracker that talks to a network does so from a
 *       thread of its own.
 *   <li><b>Nothing is lost.</b> An event is on disk, in the folder {@code tracking/} of the run
 *       folder, before it is sent. What could not be delivered is counted by {@link Delivery} and
 *       sent by {@code sync} later.
 *   <li><b>Everything may be sent again.</b> A run is found again by its folder, so that a resumed
 *       run goes on where it was, and a second {@code sync} adds nothing.
 *   <li><b>It never fails a run</b>, unless its options ask for that ({@code on_failure: fail}); a
 *       problem is told once, in one line, by {@link TrackerContext#log}.
 *   <li><b>Secrets stay in the environment.</b> No password or token reaches a file, a tag or a log
 *       line.
 * </ul>
 *
 * <p>A tracker's factory opens nothing. All of its types are safe for use by several threads: the
 * children of a study run side by side.
 */
public interface Tracker {
  /**
   * Opens a session for one execution of the program.
   *
   * @throws org.fivesigma.spi.UserError for an option that cannot be right (an address that is
   *     none); where the options say that failures count, also for a server that does not answer
   */
  TrackerSession open(TrackerContext context);
}
