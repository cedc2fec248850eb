package org.fivesigma.spi.option;

/**
 * A SQL expression over columns, as {@code select} and {@code derive} take it.
 *
 * @param sql the text as written
 */
public record ColumnExpression(String sql) {}
