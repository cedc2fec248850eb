package org.fivesigma.data.plain;

/** A column of a plain file. */
public record PlainColumn(String name, Values.Kind kind) {}
