package org.fivesigma.core.spec.text;

/**
 * Where something stands.
 *
 * @param line 1-based
 * @param column 1-based, in Unicode code points
 * @param length in code points, within the line; at least 1
 */
public record Place(SourceText source, int line, int column, int length)
    implements Comparable<Place> {
  /** Whether the user wrote what stands here. */
  public boolean written() {
    return source.written();
  }

  /** {@code file:line:column}. */
  public String label() {
    return source.name() + ":" + line + ":" + column;
  }

  /** Order of reading: the file first, then {@code --set} arguments, then the rest. */
  @Override
  public int compareTo(Place other) {
    int byKind = source.kind().compareTo(other.source.kind());
    if (byKind != 0) {
      return byKind;
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }
}
