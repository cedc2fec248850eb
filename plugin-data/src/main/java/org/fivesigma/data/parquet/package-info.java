/** What every writer of Parquet files needs: the encoding of headers and footer. */
package org.fivesigma.data.parquet;
