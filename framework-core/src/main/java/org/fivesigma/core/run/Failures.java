package org.fivesigma.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Says in words why a run failed that its user did nothing wrong in. */
public final class Failures {
  private Failures() {}

  /** What happened, in one line; the system's own words ("No space left on device") are last. */
  public static String inWords(Throwable e) {
    Throwable telling = telling(e);
    String message = telling.getMessage();
    String text =
        message == null || message.isBlank() ? telling.getClass().getSimpleName() : message;
    if (telling instanceof OutOfMemoryError) {
      return "out of memory (" + text + "); give the program more by FIVESIGMA_JAVA_OPTS=-Xmx8g";
    }
    if (linking(e)) {
      return "a native library cannot be unpacked into "
          + System.getProperty("java.io.tmpdir")
          + " and loaded: "
          + text
          + "; FIVESIGMA_JAVA_OPTS=-Djava.io.tmpdir=DIR names another folder";
    }
    return text;
  }

  /** Whether it is the machine's doing: a disk, memory, or a library that cannot be loaded. */
  public static boolean ofMachine(Throwable e) {
    Throwable telling = telling(e);
    return telling instanceof IOException
        || telling instanceof UncheckedIOException
        || telling instanceof OutOfMemoryError
        || linking(e);
  }

  private static boolean linking(Throwable e) {
    return e instanceof UnsatisfiedLinkError || e instanceof ExceptionInInitializerError;
  }

  /** The first of the causes that says something of its own. */
  private static Throwable telling(Throwable e) {
    Throwable t = e;
    while (t.getCause() != null
        && (t.getMessage() == null || t.getMessage().equals(t.getCause().toString()))) {
      t = t.getCause();
    }
    return t;
  }
}
