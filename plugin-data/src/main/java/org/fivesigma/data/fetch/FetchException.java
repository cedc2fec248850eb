package org.fivesigma.data.fetch;

import java.io.IOException;

/** A download that cannot be completed, with what to do about it. */
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public FetchException(String message) {
    super(message);
  }

  /** With a message for the user and the reason. */
  public FetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
