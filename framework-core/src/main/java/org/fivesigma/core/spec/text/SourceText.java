package org.fivesigma.core.spec.text;

import java.nio.file.Path;
import java.util.List;

/**
 * A text that values come from: the experiment file, one {@code --set} argument, a default.
 * Compared by identity.
 */
public final class SourceText {
  /** What kind of text it is. */
  public enum Kind {
    /** The experiment file. */
    FILE,
    /** One {@code --set} argument. */
    SET,
    /** A value given by the program: a variant of a matrix, a trial's setting. */
    OVERRIDE,
    /** A default: of an option, of a plugin. */
    DEFAULT
  }

  private final Kind kind;
  private final String name;
  private final List<String> lines;
  private final Path folder;

  /**
   * A text.
   *
   * @param name as shown to the user: the file as it was typed, {@code --set}, {@code default}
   * @param folder where relative paths in it start
   */
  public SourceText(Kind kind, String name, String content, Path folder) {
    this.kind = kind;
    this.name = name;
    this.lines = content.lines().toList();
    this.folder = folder;
  }

  /** What kind of text it is. */
  public Kind kind() {
    return kind;
  }

  /** The name shown to the user. */
  public String name() {
    return name;
  }

  /** Where relative paths in it start. */
  public Path folder() {
    return folder;
  }

  /** A line by its 1-based number; empty where there is none. */
  public String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  /** Whether the user wrote it, so that an error can show it. */
  public boolean written() {
    return kind == Kind.FILE || kind == Kind.SET;
  }
}
