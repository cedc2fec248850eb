/** The report of a run: what it is made from and who makes it. */
package org.fivesigma.spi.report;
