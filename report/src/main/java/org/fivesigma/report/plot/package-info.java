/** The plots of a run, by topic. */
package org.fivesigma.report.plot;
