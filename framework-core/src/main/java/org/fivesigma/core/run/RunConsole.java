package org.fivesigma.core.run;

/** Where a run speaks to the user while it goes; implemented by the command line. Thread-safe. */
public interface RunConsole {
  /** One line. */
  void log(String line);

  /** A warning. */
  void warn(String line);

  /**
   * How far the work is.
   *
   * @param what is being done, such as {@code member-03}
   * @param measured the newest value, such as {@code valid/auc 0.8431}; may be empty
   */
  void progress(String what, long done, long total, String unit, String measured);

  /** A console that says nothing. */
  static RunConsole silent() {
    return new RunConsole() {
      @Override
      public void log(String line) {}

      @Override
      public void warn(String line) {}

      @Override
      public void progress(String what, long done, long total, String unit, String measured) {}
    };
  }
}
