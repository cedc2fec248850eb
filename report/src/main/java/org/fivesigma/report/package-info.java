/** Plots and the HTML report. */
package org.fivesigma.report;
