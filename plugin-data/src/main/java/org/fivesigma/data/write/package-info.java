/** Writes tables as Parquet and csv. */
package org.fivesigma.data.write;
