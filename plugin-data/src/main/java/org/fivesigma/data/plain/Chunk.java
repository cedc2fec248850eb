package org.fivesigma.data.plain;

/**
 * Where the values of one column in one row group stand in the file.
 *
 * @param start of the first page (a dictionary's, where there is one)
 * @param dataPage start of the data page
 * @param bytes of all pages with their headers
 * @param present how many rows have a value
 * @param levels place of the bits that tell which rows have one; −1: all have
 * @param values place of the values: doubles, longs or codes
 * @param dictionary place of the dictionary; −1: none
 * @param texts entries of the dictionary
 * @param codeBytes bytes of a code
 */
record Chunk(
    long start,
    long dataPage,
    int bytes,
    int present,
    long levels,
    long values,
    long dictionary,
    int texts,
    int codeBytes) {
  /** Bytes of a chunk in the index. */
  static final int BYTES = 5 * Long.BYTES + 4 * Integer.BYTES;

  Chunk movedBy(long offset) {
    return new Chunk(
        start + offset,
        dataPage + offset,
        bytes,
        present,
        levels < 0 ? levels : levels + offset,
        values + offset,
        dictionary < 0 ? dictionary : dictionary + offset,
        texts,
        codeBytes);
  }
}
