/** Event tables, feature columns, sources and splits. */
package org.fivesigma.spi.data;
