/** The run folder: written as a run goes, the source of truth for reports and trackers. */
package org.fivesigma.core.folder;
