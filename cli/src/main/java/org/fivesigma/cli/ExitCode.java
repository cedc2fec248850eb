package org.fivesigma.cli;

/** What the program's exit codes mean. */
final class ExitCode {
  private ExitCode() {}

  /** Done. */
  static final int DONE = 0;

  /** Any error that the experiment file and the command line are not to blame for. */
  static final int FAILED = 1;

  /** The message points at the experiment file or the command line. */
  static final int USAGE = 2;

  /** Finished, but something asked for could not be delivered. */
  static final int INCOMPLETE = 3;
}
