/** Parquet files of plain pages, written and read back at the speed of memory. */
package org.fivesigma.data.plain;
