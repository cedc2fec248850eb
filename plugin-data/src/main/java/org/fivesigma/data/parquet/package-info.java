/** The parquet source. */
package org.fivesigma.data.parquet;
