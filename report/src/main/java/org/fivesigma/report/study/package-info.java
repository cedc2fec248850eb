/** The part of a report that tells of a study: its plots and its best trials. */
package org.fivesigma.report.study;
