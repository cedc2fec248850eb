/** The report of an exploration: tables, histograms and correlation maps of the data alone. */
package org.fivesigma.report.explore;
