package org.fivesigma.cli;

/**
 * What {@code doctor} found out about one thing the program uses.
 *
 * @param what the thing
 * @param found its version and place; empty where it is not there
 * @param remedy how to get what is missing; empty where nothing is
 */
record Finding(String what, State state, String found, String remedy) {
  /** How bad it is. */
  enum State {
    /** There. */
    OK("ok"),
    /** Not there; only what is named in the remedy does not work. */
    OPTIONAL("not there"),
    /** Not there, and nothing works without it. */
    MISSING("missing");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** As it is shown. */
    String word() {
      return word;
    }
  }

  /** A thing that is there. */
  static Finding ok(String what, String found) {
    return new Finding(what, State.OK, found, "");
  }
}
