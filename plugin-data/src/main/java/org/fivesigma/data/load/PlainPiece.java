package org.fivesigma.data.load;

import org.fivesigma.data.plain.PlainTable;

/**
 * A row group of a plain file and its place among the rows read.
 *
 * @param from the first row's place
 * @param rows how many of its rows are read, from its first
 */
record PlainPiece(PlainTable table, int group, int from, int rows) {}
