/** Plots in one style, drawn once and written as SVG, PNG and csv. */
package org.fivesigma.report.figure;
