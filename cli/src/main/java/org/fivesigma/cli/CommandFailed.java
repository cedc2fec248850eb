package org.fivesigma.cli;

import org.fivesigma.spi.UserError;

/** An error with an exit code of its own; its message is shown as it is, without a stack trace. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int exitCode;
  private final UserError error;

  CommandFailed(int exitCode, UserError error) {
    super(error.getMessage(), error);
    this.exitCode = exitCode;
    this.error = error;
  }

  /** The program's exit code. */
  int exitCode() {
    return exitCode;
  }

  /** What to tell the user. */
  UserError error() {
    return error;
  }
}
